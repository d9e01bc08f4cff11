package dev.holdfast.order.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.holdfast.order.ledger.OrderMapper.LineRow;
import dev.holdfast.stockapi.Line;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Orders that are final, by the time when they became so: that of the database's clock, like every time here. */
@Service
public class FinishedOrders {
    private static final String BEFORE_ALL = "";

    private final FinishedOrdersMapper orders;

    FinishedOrders(FinishedOrdersMapper orders) {
        this.orders = orders;
    }

    public Instant now() {
        return orders.now();
    }

    /** Up to when they have been compared. */
    public Instant comparedTo() {
        return orders.comparedTo();
    }

    public void compared(Instant to) {
        orders.compared(to);
    }

    /** All that were finished from {@code from} on and before {@code to}, so many at a time. */
    public void each(Instant from, Instant to, int most, Consumer<List<Order>> some) {
        Arrays.stream(OrderStatus.values())
                .filter(OrderStatus::isFinal)
                .forEach(status -> each(status, from, to, most, some));
    }

    private void each(OrderStatus status, Instant from, Instant to, int most, Consumer<List<Order>> some) {
        List<Order> page = withLines(orders.page(status, from, BEFORE_ALL, to, most));
        while (!page.isEmpty()) {
            some.accept(page);
            Order last = page.get(page.size() - 1);
            page = page.size() < most
                    ? List.of()
                    : withLines(orders.page(status, last.updatedAt(), last.orderNo(), to, most));
        }
    }

    private List<Order> withLines(List<OrderMapper.Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, List<Line>> lines = orders
                .lines(rows.stream().map(OrderMapper.Row::orderNo).toList())
                .stream()
                .collect(groupingBy(LineRow::orderNo, mapping(LineRow::line, toList())));
        return rows.stream()
                .map(row -> Orders.order(row, lines.getOrDefault(row.orderNo(), List.of())))
                .toList();
    }
}
