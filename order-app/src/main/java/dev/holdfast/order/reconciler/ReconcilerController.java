package dev.holdfast.order.reconciler;

import dev.holdfast.stockapi.InvalidRequestException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A round on demand, and what the last one found (inner: never routed by the gateway). */
@RestController
@RequestMapping("/reconciliation")
class ReconcilerController {
    private static final int MOST_MINUTES = 12 * 60;

    private final Reconciler reconciler;

    ReconcilerController(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    /** @param minutes how far back, 60 if not given; 12 hours at most */
    @PostMapping
    CompletableFuture<ResponseEntity<Report>> reconcile(@RequestParam(defaultValue = "60") int minutes) {
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new InvalidRequestException("minutes must be between 1 and " + MOST_MINUTES + ", but is " + minutes);
        }
        return reconciler.round(Duration.ofMinutes(minutes)).thenApply(ResponseEntity::ok);
    }

    /** 204 if this instance has made none yet. */
    @GetMapping
    ResponseEntity<Report> last() {
        return reconciler.last().map(ResponseEntity::ok).orElseGet(() -> ResponseEntity.noContent()
                .build());
    }
}
