package dev.holdfast.order.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.order.tcc.Coordinator.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.core.protocol.transaction.GlobalStatusResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

/** What Seata's client does is not this class's to decide; that health follows it is. */
class CoordinatorTest {
    private static final CoordinatorSettings QUICK =
            new CoordinatorSettings(Duration.ofMillis(100), Duration.ofMillis(100));

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Error> thrown = new AtomicReference<>();
    private final AtomicReference<Error> thrownByLookUp = new AtomicReference<>();
    private final Channel channel = question -> {
        asked.incrementAndGet();
        if (thrown.get() != null) {
            throw thrown.get();
        }
        GlobalStatusResponse finished = new GlobalStatusResponse();
        finished.setGlobalStatus(GlobalStatus.Finished);
        return finished;
    };
    private final Coordinator coordinator = new Coordinator(QUICK, List.of(channel, channel), () -> {
        if (thrownByLookUp.get() != null) {
            throw thrownByLookUp.get();
        }
    });

    @AfterEach
    void stop() {
        coordinator.stop();
    }

    private void awaitStatus(Status status) {
        int before = asked.get();
        // Two more rounds at least: not what was there before.
        await().until(() -> asked.get() > before + 4);
        await().untilAsserted(() -> assertThat(coordinator.health().getStatus()).isEqualTo(status));
    }

    @Test
    void an_error_of_the_client_is_seen_and_health_recovers_by_itself() {
        coordinator.start();
        awaitStatus(Status.UP);
        for (Error error : List.of(new NoClassDefFoundError("repackaged"), new StackOverflowError())) {
            thrown.set(error);
            awaitStatus(Status.DOWN);
            thrown.set(null);
            awaitStatus(Status.UP);
        }
    }

    @Test
    void an_error_in_the_look_up_of_servers_does_not_end_the_asking() {
        thrown.set(new AssertionError("no answer"));
        thrownByLookUp.set(new AssertionError("no servers"));
        coordinator.start();
        await().until(() -> asked.get() > 4);
        thrown.set(null);
        awaitStatus(Status.UP);
    }
}
