package dev.holdfast.stock.reservation;

import dev.holdfast.stockapi.Lines;

/** One Try. */
record Attempt(String id, String xid, Lines lines) {}
