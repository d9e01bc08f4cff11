package dev.holdfast.stockapi;

/** What a stored reservation can be, in the words of the wire. */
public enum ReservationState {
    TRIED,
    CONFIRMED,
    CANCELLED
}
