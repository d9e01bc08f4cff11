package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;

/** The gate's Lua files, run by a real Redis. No stock-app knows these rows, so nobody else repairs them. */
abstract class GateScriptsContract {
    private static final long NOW = -1;
    private static final long BEFORE = -2;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final String row = "9:" + ThreadLocalRandom.current().nextLong(1, 1_000_000_000_000L);

    abstract GateKeys keys();

    abstract Path repository();

    private GateScripts scripts() {
        return new GateScripts(keys().redis, repository(), row);
    }

    private void assertStands(Long free, String... holders) {
        assertThat(keys().free(row)).isEqualTo(free);
        assertThat(keys().holders(row)).containsOnlyKeys(holders);
    }

    @Test
    void a_row_that_is_not_loaded_is_told_apart_from_one_that_is_sold_out() {
        assertThat(scripts().take("a", 1)).isEmpty();
        assertStands(null);
        scripts().load(0);
        assertThat(scripts().take("a", 1)).containsExactly(0L, 0L);
        assertStands(0L);
    }

    @Test
    void taking_twice_takes_once_whatever_quantity_is_asked_for() {
        scripts().load(5);
        assertThat(scripts().take("a", 2)).containsExactly(3L, NOW);
        assertThat(scripts().take("a", 2)).containsExactly(3L, BEFORE);
        assertThat(scripts().take("a", 4)).containsExactly(3L, BEFORE);
        assertThat(scripts().take("b", 1, "b", 1)).containsExactly(2L, NOW, BEFORE);
        assertStands(2L, "a", "b");
        assertThat(keys().holders(row).get("a")).matches("2:\\d{13}");
    }

    @Test
    void a_large_one_does_not_fit_and_smaller_ones_behind_it_still_go_through() {
        scripts().load(5);
        assertThat(scripts().take("a", 2, "large", 4, "b", 3, "late", 1)).containsExactly(0L, NOW, 3L, NOW, 0L);
        assertStands(0L, "a", "b");
    }

    @Test
    void nothing_taken_only_asks_how_many_are_free() {
        scripts().load(5);
        assertThat(scripts().take()).containsExactly(5L);
        assertStands(5L);
    }

    @Test
    void a_quantity_below_one_is_refused_and_nothing_of_the_batch_happens() {
        scripts().load(5);
        for (Object quantity : List.of(0, -3, "x", "1.5")) {
            assertThatThrownBy(() -> scripts().take("a", 1, "b", quantity)).isInstanceOf(RedisException.class);
        }
        assertStands(5L);
    }

    @Test
    void giving_back_twice_gives_back_once() {
        scripts().load(5);
        scripts().take("a", 2, "b", 1);
        assertThat(scripts().giveBack("a", "a", "nobody")).isEqualTo(2);
        assertThat(scripts().giveBack("a")).isZero();
        assertStands(4L, "b");
    }

    @Test
    void what_is_settled_is_not_given_back() {
        scripts().load(5);
        scripts().take("a", 2);
        assertThat(scripts().settle("a", "nobody")).isEqualTo(1);
        assertThat(scripts().settle("a")).isZero();
        assertThat(scripts().giveBack("a")).isZero();
        assertStands(3L);
    }

    @Test
    void what_was_never_taken_is_not_given_back_nor_does_it_make_a_row() {
        assertThat(scripts().giveBack("a")).isZero();
        assertStands(null);
        scripts().load(5);
        assertThat(scripts().giveBack("a")).isZero();
        assertThat(scripts().take("a", 1)).containsExactly(4L, NOW);
    }

    @Test
    void two_hundred_threads_race_for_fifty_units_and_exactly_fifty_are_taken() throws Exception {
        scripts().load(50);
        List<Callable<Long>> takers = IntStream.range(0, 200)
                .<Callable<Long>>mapToObj(i -> () -> scripts().take("r" + i, 1).get(1))
                .toList();
        List<Long> answers = RaceIT.atOnce(200, takers);
        assertThat(answers).filteredOn(answer -> answer == NOW).hasSize(50);
        assertThat(answers).filteredOn(answer -> answer == 0).hasSize(150);
        assertThat(keys().free(row)).isZero();
        assertThat(keys().holders(row)).hasSize(50);
    }

    @Test
    void loading_takes_off_only_what_the_database_does_not_know_yet() {
        scripts().load(20);
        scripts().take("sold", 1, "cancelled", 2, "tried", 3, "on-its-way", 4);
        // The database: sold and tried have left available, cancelled is in it again, on-its-way is still in it.
        List<Long> loaded = scripts().load(16, List.of("sold"), List.of("cancelled"), List.of("tried"));
        assertThat(loaded).containsExactly(12L, 10L, 0L);
        assertStands(12L, "tried", "on-its-way");
        assertThat(scripts().giveBack("cancelled")).isZero();
    }

    @Test
    void loading_counts_a_holder_that_came_after_the_holders_were_read() {
        scripts().load(20);
        String readAt = scripts().holders().get(0);
        scripts().take("late", 4);
        assertThat(scripts().load(20, readAt, List.of(), List.of(), List.of())).containsExactly(16L, 16L, 0L);
    }

    @Test
    void loading_sets_right_what_is_wrong_and_says_by_how_much() {
        scripts().load(20);
        keys().setFree(row, 25);
        assertThat(scripts().load(20, List.of(), List.of(), List.of())).containsExactly(20L, 25L, -5L);
        keys().setFree(row, -7);
        assertThat(scripts().load(20, List.of(), List.of(), List.of())).containsExactly(20L, -7L, 27L);
        keys().setFree(row, -1);
        assertThat(scripts().load(20, List.of(), List.of(), List.of())).containsExactly(20L, -1L, 21L);
        keys().redis.getKeys().delete("stock:{" + row + "}:free");
        assertThat(scripts().load(20, List.of(), List.of(), List.of()))
                .as("it was not loaded before")
                .containsExactly(20L);
    }

    @Test
    void loading_goes_below_zero_so_that_what_comes_back_later_is_not_counted_as_units() {
        scripts().load(5);
        scripts().take("a", 5);
        assertThat(scripts().load(3, List.of(), List.of(), List.of())).containsExactly(-2L, 0L, -2L);
        assertStands(-2L, "a");
        scripts().giveBack("a");
        assertStands(3L);
    }

    @Test
    void by_force_what_does_not_fit_is_taken_and_it_comes_back_whole() {
        scripts().load(2);
        assertThat(scripts().takeByForce("a", 3, "b", 1)).containsExactly(-2L, NOW, NOW);
        assertThat(scripts().takeByForce("a", 3)).as("taken once").containsExactly(-2L, BEFORE);
        assertThat(scripts().take("c", 1)).containsExactly(-2L, 0L);
        assertStands(-2L, "a", "b");
        assertThat(scripts().giveBack("a")).isEqualTo(3);
        assertStands(1L, "b");
    }

    @Test
    void by_force_nothing_is_taken_from_a_row_that_is_not_loaded() {
        assertThat(scripts().takeByForce("a", 3)).isEmpty();
        assertStands(null);
    }

    @Test
    void a_load_that_arrives_late_changes_nothing() {
        scripts().load(20);
        long readAt = Long.parseLong(scripts().holders().get(0)) - 60_001;
        assertThat(scripts().load(7, "" + readAt, List.of(), List.of(), List.of()))
                .isEmpty();
        assertStands(20L);
    }

    @Test
    void a_row_of_many_units_is_counted_exactly() {
        scripts().load(9_000_000_000_000_001L);
        scripts().take("a", 2);
        assertThat(keys().free(row)).isEqualTo(8_999_999_999_999_999L);
    }

    @Test
    void holders_are_read_with_the_time_of_redis() {
        scripts().load(20);
        scripts().take("a", 2);
        List<String> read = scripts().holders();
        assertThat(read).hasSize(3).element(1).isEqualTo("a");
        assertThat(Long.parseLong(read.get(0)) - Long.parseLong(read.get(2).substring(2)))
                .isBetween(0L, 10_000L);
    }

    @Test
    void no_take_and_no_load_makes_a_mark() {
        List<String> heard = keys().listen(row);
        scripts().load(2);
        scripts().take("a", 1, "b", 1, "c", 1);
        scripts().load(0, List.of(), List.of(), List.of("a", "b"));
        scripts().load(0, List.of(), List.of(), List.of("a", "b"));
        assertThat(keys().mark(row)).isEmpty();
        scripts().giveBack("a");
        await("the last message", SOON, () -> assertThat(heard).containsExactly("back " + row, "back " + row));
    }

    @Test
    void back_is_told_exactly_when_free_comes_above_zero() {
        List<String> heard = keys().listen(row);
        scripts().load(2);
        scripts().take("a", 1);
        scripts().giveBack("a");
        scripts().load(5);
        assertThat(scripts().takeByForce("b", 4, "c", 4)).containsExactly(-3L, NOW, NOW);
        scripts().giveBack("nothing");
        scripts().load(4, List.of(), List.of(), List.of());
        scripts().giveBack("c");
        assertStands(0L, "b");
        scripts().giveBack("b");
        scripts().load(0);
        scripts().load(3);
        scripts().unload();
        scripts().load(0);
        scripts().unload();
        scripts().load(1);
        await("the last message", SOON, () -> assertThat(heard)
                .as("loaded, given back, loaded with more, unloaded without free units, loaded")
                .isEqualTo(Collections.nCopies(5, "back " + row)));
    }

    @Test
    void the_clock_is_that_of_redis_and_tells_what_is_free() {
        assertThat(scripts().clock()).hasSize(1);
        scripts().load(5);
        scripts().takeByForce("a", 7);
        List<Long> read = scripts().clock();
        assertThat(read.get(0) - Long.parseLong(scripts().holders().get(0))).isBetween(-10_000L, 0L);
        assertThat(read.get(1)).isEqualTo(-2);
    }

    @Test
    void a_mark_ends_one_lease_after_the_time_that_was_read_first() {
        scripts().load(0);
        List<String> heard = keys().listen(row);
        long read = now();
        assertThat(scripts().mark(read, 60_000)).isEqualTo(read + 60_000);
        Map<String, String> mark = keys().mark(row);
        assertThat(mark).containsOnlyKeys("end", "since", "passed").containsEntry("end", "" + (read + 60_000));
        assertThat(mark).containsEntry("passed", "0");
        assertThat(Long.parseLong(mark.get("since"))).isBetween(read, now());
        assertThat(keys().markLives(row)).isBetween(1L, 60_000L);
        await("the hint", SOON, () -> assertThat(heard).containsExactly("sold-out " + row));
    }

    @Test
    void a_mark_whose_end_has_passed_is_not_made() {
        scripts().load(0);
        assertThat(scripts().mark(now() - 60_000, 60_000)).isZero();
        assertThat(keys().mark(row)).isEmpty();
    }

    @Test
    void a_mark_expires_by_itself() {
        scripts().load(0);
        scripts().mark(now(), 200);
        await("it to end", SOON, () -> assertThat(keys().mark(row)).isEmpty());
    }

    @Test
    void a_renewal_keeps_the_beginning_and_the_count_and_never_shortens() throws Exception {
        scripts().load(0);
        long read = now();
        scripts().mark(read, 60_000);
        String since = keys().mark(row).get("since");
        scripts().take("a", 1);
        await("a later millisecond", SOON, () -> assertThat(now()).isGreaterThan(Long.parseLong(since)));
        assertThat(scripts().mark(read + 1, 60_000)).isEqualTo(read + 60_001);
        assertThat(scripts().mark(read, 60_000))
                .as("read earlier, arrives later")
                .isEqualTo(read + 60_001);
        assertThat(keys().mark(row)).isEqualTo(Map.of("end", "" + (read + 60_001), "since", since, "passed", "1"));
        assertThat(keys().markLives(row)).isBetween(1L, 60_001L);
    }

    @Test
    void a_renewal_alone_makes_no_mark() {
        scripts().load(0);
        long read = now();
        assertThat(scripts().mark(read, 60_000, false)).isZero();
        assertThat(keys().mark(row)).isEmpty();
        scripts().mark(read, 60_000);
        assertThat(scripts().mark(read + 5, 60_000, false)).isEqualTo(read + 60_005);
    }

    @Test
    void a_row_with_free_units_or_one_that_is_not_loaded_is_not_marked() {
        assertThat(scripts().mark(now(), 60_000)).isZero();
        scripts().load(1);
        assertThat(scripts().mark(now(), 60_000)).isZero();
        scripts().takeByForce("a", 3);
        assertThat(scripts().mark(now(), 60_000)).isPositive();
    }

    @Test
    void each_take_that_meets_a_mark_is_counted_and_none_makes_one() {
        assertThat(scripts().take("a", 1)).isEmpty();
        scripts().load(0);
        scripts().take("a", 1);
        assertThat(keys().mark(row)).isEmpty();
        scripts().mark(now(), 60_000);
        scripts().take("a", 1, "b", 1);
        scripts().takeByForce("c", 1);
        scripts().take("c", 1);
        scripts().take();
        assertThat(keys().mark(row)).containsEntry("passed", "3");
        keys().redis.getKeys().delete("stock:{" + row + "}:free");
        assertThat(scripts().take("d", 1)).isEmpty();
        assertThat(keys().mark(row)).as("not loaded").containsEntry("passed", "4");
    }

    @Test
    void units_that_come_back_delete_the_mark() {
        List<String> heard = keys().listen(row);
        List<String> expected = new ArrayList<>();
        scripts().load(1);
        expected.add("back " + row);
        scripts().take("a", 1);
        scripts().takeByForce("b", 1);
        scripts().mark(now(), 60_000);
        expected.add("sold-out " + row);
        scripts().giveBack("a");
        assertThat(keys().mark(row)).as("still nothing free").isNotEmpty();
        scripts().giveBack("b");
        expected.add("back " + row);
        assertThat(keys().mark(row)).isEmpty();
        scripts().load(0);
        scripts().mark(now(), 60_000);
        expected.add("sold-out " + row);
        scripts().load(0);
        assertThat(keys().mark(row)).isNotEmpty();
        scripts().load(3);
        expected.add("back " + row);
        assertThat(keys().mark(row)).isEmpty();
        scripts().load(0);
        scripts().mark(now(), 60_000);
        expected.add("sold-out " + row);
        scripts().unload();
        expected.add("back " + row);
        assertThat(keys().mark(row)).isEmpty();
        await("the last message", SOON, () -> assertThat(heard).containsExactlyElementsOf(expected));
    }

    @Test
    void a_mark_can_be_deleted_early_and_that_is_told_once() {
        List<String> heard = keys().listen(row);
        scripts().load(0);
        scripts().mark(now(), 60_000);
        assertThat(scripts().unmark()).isEqualTo(1);
        assertThat(scripts().unmark()).isZero();
        assertThat(keys().mark(row)).isEmpty();
        scripts().mark(now(), 60_000);
        await("the last message", SOON, () -> assertThat(heard)
                .containsExactly("sold-out " + row, "back " + row, "sold-out " + row));
    }

    /** The millisecond of the Redis that has the row. */
    private long now() {
        return scripts().clock().get(0);
    }

    @Test
    void the_list_of_hot_rows_has_room_for_so_many_and_for_those_let_in_whatever_there_is() {
        assertThat(scripts().hot(2, "1:1", 60_000, 0, "1:2", 60_000, 0, "1:3", 60_000, 0))
                .containsExactlyInAnyOrder("1:1", "1:2");
        assertThat(scripts().hot(2, "1:4", 60_000, 1)).containsExactlyInAnyOrder("1:1", "1:2", "1:4");
        assertThat(scripts().hot(0)).containsExactlyInAnyOrder("1:1", "1:2", "1:4");
    }

    @Test
    void a_sold_out_row_makes_room_for_one_in_demand_and_never_the_other_way_round() {
        scripts().hot(3, "1:1", 60_000, 0, "1:2", 900_000, 0, "1:3", 600_000, 0);
        assertThat(scripts().hot(3, "1:4", 60_000, 0)).containsExactlyInAnyOrder("1:1", "1:2", "1:4");
        assertThat(scripts().cooled()).containsExactly("1:3");
        assertThat(scripts().hot(3, "1:3", 600_000, 0)).containsExactlyInAnyOrder("1:1", "1:4", "1:3");
        assertThat(scripts().hot(3, "1:5", 900_000, 0)).doesNotContain("1:5");
    }

    @Test
    void rows_let_in_whatever_there_is_take_none_of_the_places_of_demand() {
        assertThat(scripts()
                        .hot(
                                2, "1:1", 60_000, 0, "1:8", 60_000, 1, "1:9", 60_000, 1, "1:2", 60_000, 0, "1:3",
                                60_000, 0))
                .containsExactlyInAnyOrder("1:8", "1:9", "1:1", "1:2");
        // Once one of them is no longer let in whatever there is, it takes a place like any other.
        assertThat(scripts().hot(3, "1:8", 60_000, 1, "1:4", 60_000, 0, "1:5", 60_000, 0))
                .containsExactlyInAnyOrder("1:8", "1:9", "1:1", "1:2");
        assertThat(scripts().hot(4, "1:8", 60_000, 1, "1:4", 60_000, 0, "1:5", 60_000, 0))
                .containsExactlyInAnyOrder("1:8", "1:9", "1:1", "1:2", "1:4");
    }

    @Test
    void a_row_let_in_whatever_there_is_never_makes_room() {
        scripts().hot(1, "1:8", 900_000, 0);
        assertThat(scripts().hot(0, "1:8", 60_000, 1, "1:1", 60_000, 0)).containsExactly("1:8");
        assertThat(scripts().hot(1, "1:8", 60_000, 1, "1:1", 60_000, 0, "1:2", 60_000, 0))
                .containsExactlyInAnyOrder("1:8", "1:1");
    }

    @Test
    void ids_of_nineteen_digits_are_told_apart_to_the_last() {
        String last = "9223372036854775807:9223372036854775807";
        String before = "9223372036854775807:9223372036854775806";
        assertThat(scripts().hot(1, last, 60_000, 1, before, 60_000, 0)).containsExactlyInAnyOrder(last, before);
        assertThat(scripts().unlist(last)).isEqualTo(1);
        assertThat(scripts().hot(1)).containsExactly(before);
        String theirs = "9:" + Long.MAX_VALUE;
        GateScripts row = new GateScripts(keys().redis, repository(), theirs);
        row.unload();
        row.load(1);
        assertThat(row.take("a", 1)).containsExactly(0L, NOW);
        assertThat(keys().free("9:" + (Long.MAX_VALUE - 1))).isNull();
        row.unload();
    }

    @Test
    void an_entry_that_is_taken_off_the_list_is_gone_at_once() {
        scripts().hot(9, "nonsense", 60_000, 0, "1:1", 60_000, 0);
        assertThat(scripts().unlist("nonsense", "never there")).isEqualTo(1);
        assertThat(scripts().hot(9)).containsExactly("1:1");
        assertThat(scripts().unlist("nonsense")).isZero();
    }

    @Test
    void a_row_cools_when_nobody_prolongs_it_and_leaves_the_list_once_it_is_unloaded() {
        scripts().hot(9, "1:1", 300, 0, "1:2", 60_000, 0);
        scripts().hot(9, "1:2", 1, 0);
        await("it to cool", SOON, () -> assertThat(scripts().hot(9)).containsExactly("1:2"));
        assertThat(scripts().cooled("1:1")).as("an instance may not know yet").containsExactly("1:1");
        await("it to leave", Duration.ofSeconds(10), () -> assertThat(scripts().cooled("1:1"))
                .isEmpty());
        assertThat(scripts().hot(9)).containsExactly("1:2");
    }
}
