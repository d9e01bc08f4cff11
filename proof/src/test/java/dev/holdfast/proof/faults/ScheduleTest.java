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
                        "5 s: freeze seata, 6 s",
                        "9 s: order-apps → stock-app: requests lost, 4 s",
                        "20 s: stock-app → database: requests lost, 1 s",
                        "28 s: freeze gateway-app, 2 s",
                        "37 s: order-apps → stock-app: answers lost, 1 s",
                        "43 s: order-apps → stock-app: reset, 23 s",
                        "51 s: kill -9 database, 7 s",
                        "57 s: stock-app-2 → database: half-open, 1 s");
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
            assertThat(victims(kind)).allMatch(victim -> faults.stream()
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

    private static Stream<Enum<?>> victims(Class<?> kind) {
        if (kind == Fault.Wipe.class) {
            return Stream.of(Part.SEATA);
        }
        return kind == Fault.Cut.class ? Stream.of(Wire.values()) : Stream.of(Part.values());
    }

    @Test
    void whatever_the_seed_an_hour_has_three_hundred_faults_and_seata_forgets_now_and_then() {
        for (long seed = 0; seed < 200; seed++) {
            List<Strike> strikes = Schedule.of(seed, 60).strikes();

            assertThat(strikes).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(300);
            assertThat(strikes.stream().filter(strike -> strike.fault() instanceof Fault.Wipe))
                    .as("seed %d", seed)
                    .hasSizeGreaterThanOrEqualTo(4);
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
