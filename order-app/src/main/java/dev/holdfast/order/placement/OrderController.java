package dev.holdfast.order.placement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.order.ledger.Order;
import dev.holdfast.order.ledger.OrderStatus;
import dev.holdfast.order.ledger.Orders;
import dev.holdfast.stockapi.Line;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public door of orders. Hands on, and says answers in HTTP. */
@RestController
@RequestMapping("/orders")
class OrderController {
    private static final String SECONDS_TO_RETRY = "1";

    private final Placement placement;
    private final Orders orders;

    OrderController(Placement placement, Orders orders) {
        this.placement = placement;
        this.orders = orders;
    }

    /** An order as its buyer sees it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record View(
            String orderNo,
            String buyerId,
            String xid,
            OrderStatus status,
            String reason,
            List<Line> lines,
            Instant createdAt,
            Instant updatedAt) {
        static View of(Order order) {
            return new View(
                    order.orderNo(),
                    order.buyerId(),
                    order.xid(),
                    order.status(),
                    order.reason(),
                    order.lines(),
                    order.createdAt(),
                    order.updatedAt());
        }
    }

    @PostMapping
    CompletableFuture<ResponseEntity<?>> place(@RequestHeader HttpHeaders headers, @RequestBody PlaceOrder wish) {
        return placement
                .place(wish, IdempotencyKey.of(headers.get(IdempotencyKey.HEADER)))
                .thenApply(OrderController::response);
    }

    private static ResponseEntity<?> response(Answer answer) {
        if (answer instanceof Answer.Stands stands) {
            Order order = stands.order();
            return ResponseEntity.status(order.status().isFinal() ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                    .location(URI.create("/orders/" + order.orderNo()))
                    .body(View.of(order));
        }
        return answer instanceof Answer.NotNow notNow
                ? problem(notNow.document(), notNow.mayRetry())
                : problem(((Answer.Refused) answer).document(), false);
    }

    @GetMapping("/{orderNo}")
    ResponseEntity<?> find(@PathVariable String orderNo) {
        return orders.find(orderNo)
                .<ResponseEntity<?>>map(order -> ResponseEntity.ok(View.of(order)))
                .orElseGet(() ->
                        problem(OrderProblem.UNKNOWN_ORDER.document("no order has this number", Map.of()), false));
    }

    private static ResponseEntity<ProblemDetail> problem(ProblemDetail document, boolean mayRetry) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(HttpStatusCode.valueOf(document.getStatus()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        return (mayRetry ? response.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY) : response).body(document);
    }
}
