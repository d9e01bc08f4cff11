package dev.holdfast.stock.shelf;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.stock.web.Problem;
import dev.holdfast.stockapi.StockKey;
import dev.holdfast.stockapi.StockLevel;
import dev.holdfast.stockapi.StockProblem;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads a stock row; replenishes it (inner: the gateway routes only the reading). */
@RestController
@RequestMapping("/stock/{skuId}")
class StockController {
    private final Shelf shelf;
    private final Replenishing replenishing;

    StockController(Shelf shelf, Replenishing replenishing) {
        this.shelf = shelf;
        this.replenishing = replenishing;
    }

    /** @param storeId 1 if not given */
    @GetMapping
    StockLevel level(@PathVariable long skuId, @RequestParam(defaultValue = "1") long storeId) {
        return level(new StockKey(storeId, skuId));
    }

    /** Body of a replenishment. */
    record Delivery(
            @JsonProperty(required = true) String replenishmentId,
            @JsonProperty(required = true) long storeId,
            @JsonProperty(required = true) long quantity) {}

    @PostMapping("/replenishments")
    StockLevel replenish(@PathVariable long skuId, @RequestBody Delivery delivery) {
        Replenishment replenishment =
                new Replenishment(delivery.replenishmentId(), delivery.storeId(), skuId, delivery.quantity());
        if (!replenishing.add(replenishment)) {
            throw Problem.of(StockProblem.ID_REUSED, "this replenishmentId was used for other units");
        }
        try {
            return level(replenishment.stock());
        } catch (DataAccessException | TransactionException e) {
            // Not "nothing was done", which a read that fails says otherwise: the units are there.
            throw Problem.of(
                    StockProblem.OUTCOME_UNKNOWN,
                    "the units are added, but the row cannot be read: send the same again");
        }
    }

    private StockLevel level(StockKey key) {
        return shelf.level(key)
                .orElseThrow(() ->
                        Problem.of(StockProblem.UNKNOWN_SKU, "store " + key.storeId() + " has no SKU " + key.skuId()));
    }
}
