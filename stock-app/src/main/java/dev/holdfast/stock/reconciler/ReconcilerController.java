package dev.holdfast.stock.reconciler;

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
    private final Reconciler reconciler;

    ReconcilerController(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    /** @param dryRun true if not given: nothing is repaired */
    @PostMapping
    CompletableFuture<Report> reconcile(@RequestParam(defaultValue = "true") boolean dryRun) {
        return reconciler.round(dryRun);
    }

    /** 204 if this instance has made none yet. */
    @GetMapping
    ResponseEntity<Report> last() {
        return reconciler.last().map(ResponseEntity::ok).orElseGet(() -> ResponseEntity.noContent()
                .build());
    }
}
