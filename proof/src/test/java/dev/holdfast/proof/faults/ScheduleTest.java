package dev.holdfast.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.faults.Schedule.Strike;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void the_same_seed_gives_the_same_schedule() {
        assertThat(Schedule.of(7, 60)).isEqualTo(Schedule.of(7, 60));
        assertThat(Schedule.of(7, 60).toString()).isEqualTo(Schedule.of(7, 60).toString());
    }

    @Test
    void another_seed_gives_another() {
        assertThat(Schedule.of(8, 3)).isNotEqualTo(Schedule.of(7, 3));
    }

    @Test
    void a_record_can_be_replayed_for_ever() {
        // These lines stand in records: if they change, the seeds of all records lose their meaning.
        assertThat(Schedule.of(4, 1).strikes())
                .map(Strike::toString)
                .containsExactly(
                        "5 s: kill -9 order-app-2, 3 s",
                        "14 s: freeze seata, 7 s",
                        "21 s: order-app-2 → database: 873 ms late, 4 s",
                        "32 s: order-apps → stock-app-2: everything lost, 1 s",
                        "39 s: order-app-2 → redis: half-open, 2 s",
                        "48 s: kill -9 stock-app-2, 1 s",
                        "54 s: order-apps → stock-app-2: answers lost, 23 s");
    }

    @Test
    void more_minutes_only_add() {
        List<Strike> three = Schedule.of(7, 3).strikes();

        assertThat(Schedule.of(7, 60).strikes()).startsWith(three.toArray(Strike[]::new));
    }

    @Test
    void an_hour_has_three_hundred_faults_and_leaves_none_out() {
        List<Strike> strikes = Schedule.of(1, 60).strikes();

        assertThat(strikes).hasSizeGreaterThan(300);
        assertThat(strikes).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(strikes).allMatch(strike -> strike.at().compareTo(Duration.ofMinutes(60)) < 0);
        List<Fault> faults = strikes.stream().map(Strike::fault).toList();
        for (Class<?> kind : Fault.class.getPermittedSubclasses()) {
            Stream<Enum<?>> victims = kind == Fault.Cut.class ? Stream.of(Wire.values()) : Stream.of(Part.values());
            assertThat(victims).allMatch(victim -> faults.stream()
                    .anyMatch(fault -> fault.getClass() == kind && fault.victim() == victim));
        }
        for (Wire wire : Wire.values()) {
            assertThat(faults.stream()
                            .filter(Fault.Cut.class::isInstance)
                            .map(Fault.Cut.class::cast)
                            .filter(cut -> cut.victim() == wire)
                            .<Class<?>>map(cut -> cut.trouble().getClass())
                            .distinct())
                    .as(wire.toString())
                    .containsExactlyInAnyOrder(
                            Trouble.Delay.class,
                            Trouble.Drop.class,
                            Trouble.Reset.class,
                            Trouble.HalfOpen.class,
                            Trouble.OneWay.class);
        }
    }

    @Test
    void some_faults_outlast_a_global_transaction_and_none_lasts_for_ever() {
        List<Duration> lasting = Schedule.of(1, 60).strikes().stream()
                .map(strike -> strike.fault().lasting())
                .toList();

        assertThat(lasting).anyMatch(each -> each.toSeconds() > 20).allMatch(each -> each.toSeconds() < 30);
    }

    @Test
    void no_time_is_refused() {
        assertThatThrownBy(() -> Schedule.of(1, 0)).hasMessageContaining("a minute or more");
    }
}
