package dev.holdfast.order.recovery;

import dev.holdfast.stockapi.InvalidRequestException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints for a person (inner: never routed by the gateway). Hands on, in threads of its own: it waits for others. */
@RestController
@RequestMapping("/recovery")
@EnableConfigurationProperties(RecoverySettings.class)
class RecoveryController {
    private static final int MOST_LISTED = 500;

    private final Overview overview;
    private final Hand hand;
    private final RecoverySettings settings;
    private final ExecutorService threads = new ThreadPoolExecutor(
            2, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(20), work -> new Thread(work, "recovery-hand"));

    RecoveryController(Overview overview, Hand hand, RecoverySettings settings) {
        this.overview = overview;
        this.hand = hand;
        this.settings = settings;
    }

    /**
     * @param olderThanSeconds what the resolver goes by, if not given
     * @param afterOrder {@code next} of the page of orders before
     * @param afterReservation the same of reservations
     */
    @GetMapping("/open")
    CompletableFuture<ResponseEntity<?>> open(
            @RequestParam(required = false) Integer olderThanSeconds,
            @RequestParam(required = false) String afterOrder,
            @RequestParam(required = false) String afterReservation,
            @RequestParam(defaultValue = "100") int limit) {
        if (olderThanSeconds != null && olderThanSeconds < 0) {
            throw new InvalidRequestException("olderThanSeconds must be 0 or more, but is " + olderThanSeconds);
        }
        if (limit < 1 || limit > MOST_LISTED) {
            throw new InvalidRequestException("limit must be between 1 and " + MOST_LISTED + ", but is " + limit);
        }
        Duration age = olderThanSeconds == null ? settings.oldEnough() : Duration.ofSeconds(olderThanSeconds);
        Place behindOrder = Place.of("afterOrder", afterOrder);
        Place behindReservation = Place.of("afterReservation", afterReservation);
        return later(() -> overview.open(age, behindOrder, behindReservation, limit));
    }

    @GetMapping("/orders/{orderNo}")
    CompletableFuture<ResponseEntity<?>> story(@PathVariable String orderNo) {
        return later(() -> overview.story(orderNo));
    }

    /** @param reservationRemoved to decide it also if stock has no reservation of it any more */
    @PostMapping("/orders/{orderNo}/cancel")
    CompletableFuture<ResponseEntity<?>> cancel(
            @PathVariable String orderNo,
            @RequestParam(defaultValue = "false") boolean reservationRemoved,
            @RequestBody Signed signed) {
        return later(() -> hand.cancel(orderNo, reservationRemoved, signed));
    }

    @PostMapping("/orders/{orderNo}/confirm")
    CompletableFuture<ResponseEntity<?>> confirm(
            @PathVariable String orderNo,
            @RequestParam(defaultValue = "false") boolean reservationRemoved,
            @RequestBody Signed signed) {
        return later(() -> hand.confirm(orderNo, reservationRemoved, signed));
    }

    @PostMapping("/reservations/{id}/cancel")
    CompletableFuture<ResponseEntity<?>> cancelReservation(@PathVariable String id, @RequestBody Signed signed) {
        return later(() -> hand.cancelReservation(id, signed));
    }

    private CompletableFuture<ResponseEntity<?>> later(Supplier<?> work) {
        try {
            return CompletableFuture.supplyAsync(() -> ResponseEntity.ok(work.get()), threads);
        } catch (RejectedExecutionException e) {
            throw RecoveryProblem.RECOVERY_BUSY.because("nothing was done: try again");
        }
    }

    @PreDestroy
    void drain() {
        threads.shutdown();
    }
}
