package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartupTest {

    private final Startup startup = new Startup(new Progress(System.out));

    @Test
    void a_step_waits_for_those_it_needs() {
        List<String> done = new CopyOnWriteArrayList<>();
        var slow = startup.run(() -> {
            Thread.sleep(200);
            done.add("database");
        });
        var quick = startup.run(() -> done.add("nacos"));
        startup.runAfter(List.of(slow, quick), () -> done.add("app"));

        startup.await();

        assertThat(done).containsExactly("nacos", "database", "app");
    }

    @Test
    void the_first_failure_is_told_at_once_and_what_needed_it_never_starts() {
        AtomicBoolean started = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        startup.run(never::await);
        var failing = startup.run(() -> {
            throw new StackFailure("nacos ended while starting");
        });
        startup.runAfter(List.of(failing), () -> started.set(true));

        assertThatThrownBy(startup::await).isInstanceOf(StackFailure.class).hasMessage("nacos ended while starting");
        startup.abandon();
        assertThat(started).isFalse();
    }

    @Test
    void abandoning_interrupts_what_still_starts() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        startup.run(() -> {
            begun.countDown();
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        begun.await();

        startup.abandon();

        assertThat(interrupted.getCount()).isZero();
    }
}
