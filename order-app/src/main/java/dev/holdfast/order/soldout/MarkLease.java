package dev.holdfast.order.soldout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sold-out mark as Redis described it: the row had nothing available at some instant that is at most one lease before the
 * mark's end.
 *
 * @param version which orders for the row may have been placed beside the mark
 * @param endsAt {@link System#nanoTime} from which the mark refuses nothing any more
 */
record MarkLease(Version version, long endsAt) {
    /**
     * As long as neither number changes, no order for the row has been answered that was not answered before.
     *
     * @param since millisecond of Redis at which the mark began
     * @param passed orders for the row that stock-app or an order-app has counted since
     */
    record Version(long since, long passed) {}

    /**
     * @param answer of ask-mark.lua: milliseconds left, since, passed; empty if there is no mark
     * @param askedAt {@link System#nanoTime} before the question was sent: what is left counts from there, since the answer
     *     may have taken any time
     * @param lease a mark with more than this left was not made by the rules: it is none
     * @return empty if there is no mark, or one that has ended, or one that is not readable
     */
    static Optional<MarkLease> read(List<?> answer, long askedAt, Duration lease) {
        if (answer.size() != 3) {
            return Optional.empty();
        }
        try {
            long left = number(answer.get(0));
            return left < 1 || left > lease.toMillis()
                    ? Optional.empty()
                    : Optional.of(new MarkLease(
                            new Version(number(answer.get(1)), number(answer.get(2))), askedAt + left * 1_000_000));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static long number(Object text) {
        return Long.parseLong(text.toString());
    }

    boolean isOver(long now) {
        return now - endsAt >= 0;
    }
}
