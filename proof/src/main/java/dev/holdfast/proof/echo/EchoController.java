package dev.holdfast.proof.echo;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Answers an order as if it had been placed. */
@RestController
class EchoController {
    record Line(@Positive long storeId, @Positive long skuId, @Min(1) @Max(10_000) int quantity) {}

    record Wish(
            @JsonProperty(required = true) @NotBlank @Size(max = 64) String buyerId,
            @JsonProperty(required = true) @NotEmpty @Size(max = 100) @Valid List<Line> lines) {}

    /** The members of an order's answer. */
    record Echo(
            String orderNo,
            String buyerId,
            String xid,
            String status,
            String reason,
            List<Line> lines,
            Instant createdAt,
            Instant updatedAt) {}

    @PostMapping("/echo")
    ResponseEntity<Echo> echo(
            @RequestHeader("Idempotency-Key") @Size(max = 64) String key, @RequestBody @Valid Wish wish) {
        Instant now = Instant.now();
        return ResponseEntity.created(URI.create("/echo/" + key))
                .body(new Echo(key, wish.buyerId(), key, "CONFIRMED", null, wish.lines(), now, now));
    }
}
