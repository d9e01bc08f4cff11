package dev.holdfast.order.placement;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.stockapi.InvalidRequestException;
import dev.holdfast.stockapi.Line;
import dev.holdfast.stockapi.Lines;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a buyer wants.
 *
 * @param buyerId 1 to {@value #LONGEST_BUYER} characters, no control character, not beginning or ending with a blank
 */
record PlaceOrder(@JsonProperty(required = true) String buyerId, @JsonProperty(required = true) Lines lines) {
    static final int LONGEST_BUYER = 64;

    PlaceOrder {
        if (buyerId == null || buyerId.isEmpty() || buyerId.length() > LONGEST_BUYER) {
            throw new InvalidRequestException("buyerId must have 1 to " + LONGEST_BUYER + " characters");
        }
        if (!buyerId.equals(buyerId.strip())
                || buyerId.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(buyerId)) {
            throw new InvalidRequestException("buyerId must be plain text without blanks around it");
        }
        if (lines == null) {
            throw new InvalidRequestException("lines must have at least one line");
        }
    }

    /** The same for every request that wants the same: SHA-256 over the merged lines, as 64 hexadecimal digits. */
    String fingerprint() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Line line : lines.asList()) {
                String text = line.storeId() + ":" + line.skuId() + ":" + line.quantity() + ";";
                sha.update(text.getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
