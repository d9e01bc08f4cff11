package dev.holdfast.proof.model;

/** An order's number, which is also the id of its one reservation. */
enum Id {
    A,
    B
}
