package dev.holdfast.stock.gate;

import dev.holdfast.stockapi.Line;
import java.util.List;

/** A reservation that asks for units. @param lines merged and in lock order, as {@code Lines} has them */
public record Asking(String reservationId, List<Line> lines) {}
