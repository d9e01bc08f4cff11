package dev.holdfast.order.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.tcc.SeataStatus.Said;
import dev.holdfast.stockapi.Reservation;
import java.util.List;

/**
 * All that can be told of one order.
 *
 * @param seata what Seata says of its xid; null if it has none
 * @param reservation null if stock-app knows none, or did not answer
 * @param stockAnswered whether the latter is true
 * @param log what was settled of it, by the resolver or a person
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Story(Order order, Said seata, Reservation reservation, boolean stockAnswered, List<LogEntry> log) {}
