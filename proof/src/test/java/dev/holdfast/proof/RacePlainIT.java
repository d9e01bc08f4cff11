package dev.holdfast.proof;

/** The races with a global transaction for each order, and without the gate. */
@Plain
class RacePlainIT extends RaceIT {}
