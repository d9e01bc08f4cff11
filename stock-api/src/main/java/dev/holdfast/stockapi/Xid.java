package dev.holdfast.stockapi;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Body of a Confirm or a Cancel: the transaction that asks.
 *
 * @param xid 1 to {@value #LONGEST} visible ASCII characters; Seata's look like {@code 127.0.0.1:8091:4611686018427}
 */
public record Xid(@JsonProperty(required = true) String xid) {
    /** The longest xid that is taken. */
    public static final int LONGEST = 128;

    /** @throws InvalidRequestException if it is missing, too long, or has a character that is not visible ASCII */
    public Xid {
        check(xid);
    }

    static void check(String xid) {
        VisibleAscii.check("xid", xid, LONGEST);
    }
}
