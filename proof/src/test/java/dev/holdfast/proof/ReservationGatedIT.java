package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract with every row hot. */
@ExtendWith(SharedStack.class)
class ReservationGatedIT extends ReservationContract {
    /** More rows than the contract makes; those that nobody makes are never loaded. */
    private static final int ROWS = 200;

    private static String published;

    @BeforeAll
    static void make_all_rows_hot(Stack stack) {
        published = stack.published("stock-app.yaml");
        long next = Shop.nextSku();
        String hot = LongStream.range(next, next + ROWS)
                .mapToObj(sku -> "\"1:" + sku + "\"")
                .collect(Collectors.joining(",", "hot: [", "]"));
        stack.publish("stock-app.yaml", published.replace("hot: []", hot));
        try (GateKeys keys = GateKeys.of(stack)) {
            long probe = new Shop(stack).newSku(1);
            await("rows to be hot", Duration.ofSeconds(30), () -> assertThat(keys.free("1:" + probe))
                    .isEqualTo(1));
        }
    }

    @AfterAll
    static void as_before(Stack stack) {
        stack.publish("stock-app.yaml", published);
    }
}
