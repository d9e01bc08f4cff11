package dev.holdfast.proof.model;

/** A global transaction. */
enum Xid {
    X1,
    X2;

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }

    static Xid of(String text) {
        return text.equals(X1.text) ? X1 : X2;
    }
}
