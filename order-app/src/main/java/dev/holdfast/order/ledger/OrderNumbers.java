package dev.holdfast.order.ledger;

/** Where order numbers come from. An order number is also the id of its one attempt to hold stock. */
public interface OrderNumbers {
    /** A number that was never given before: 1 to 32 letters and digits, higher than those given a millisecond ago. */
    String next();
}
