package dev.holdfast.order.tcc;

/**
 * A Confirm or Cancel was refused at Seata's door. Seata goes on asking, so that the transaction stays visible in its
 * console until a person has looked: nothing was sold twice or lost, but somebody forgot what was agreed.
 */
class BrokenPromiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPromiseException(String message) {
        super(message);
    }
}
