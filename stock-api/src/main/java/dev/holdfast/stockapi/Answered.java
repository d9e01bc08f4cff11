package dev.holdfast.stockapi;

/**
 * What became of one of many: exactly one of the two is there.
 *
 * @param outcome what a call for this one alone would have returned
 * @param failure what it would have thrown
 */
public record Answered<O>(O outcome, RuntimeException failure) {
    /** @throws RuntimeException the failure, if it is one */
    public O orThrow() {
        if (failure != null) {
            throw failure;
        }
        return outcome;
    }
}
