package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The answer to one of many: exactly one of the two is there.
 *
 * @param reservation as it stands
 * @param problem why not, as the problem document that the verb alone would have been answered with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Each<P>(Reservation reservation, P problem) {}
