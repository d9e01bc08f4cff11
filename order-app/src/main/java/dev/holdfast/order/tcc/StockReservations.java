package dev.holdfast.order.tcc;

import static java.util.stream.Collectors.toMap;

import dev.holdfast.stockapi.Reservation;
import dev.holdfast.stockapi.StockClient;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What stock-app holds for orders, to be looked at only. */
@Component
public class StockReservations {
    private final StockClient stock;

    StockReservations(StockClient stock) {
        this.stock = stock;
    }

    /** Those that there are, by order number. @param orderNos 1 to 200 */
    public Map<String, Reservation> of(List<String> orderNos) {
        return stock.findAll(orderNos).stream().collect(toMap(Reservation::reservationId, found -> found));
    }
}
