package dev.holdfast.order.recovery;

import java.time.Instant;

/**
 * One thing that was settled.
 *
 * @param subject {@code order} or {@code reservation}
 * @param xid null if the order never had one
 * @param act rule-1 to rule-3 of the resolver, or what a person did
 * @param at by the clock of the database
 */
record LogEntry(
        String subject,
        String subjectId,
        String xid,
        String act,
        String before,
        String after,
        String by,
        String why,
        Instant at) {}
