package dev.holdfast.proof.check;

/** The promise (DESIGN, section 1), in the words of the report. */
public enum Invariant {
    I1("every stock row adds up, and nothing in it is below zero"),
    I2("what is frozen and sold is the sum of the reservations"),
    I3("order and reservation end alike, and nothing is left open"),
    I4("the gate's free count is what the database would grant"),
    I5("one key, one order, one answer"),
    I6("no unit is held for nobody");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
