package dev.holdfast.proof.faults;

/** Of what goes over a wire. */
enum Direction {
    /** From who connected. */
    FORTH("requests"),
    /** To who connected. */
    BACK("answers");

    private final String cargo;

    Direction(String cargo) {
        this.cargo = cargo;
    }

    String cargo() {
        return cargo;
    }
}
