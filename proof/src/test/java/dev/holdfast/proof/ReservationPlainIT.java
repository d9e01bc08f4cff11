package dev.holdfast.proof;

/** The contract with a transaction for each request, and without the gate. */
@Plain
class ReservationPlainIT extends ReservationContract {}
