package dev.holdfast.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
    private static final Function<Integer, Collection<?>> TOUCHES_NOTHING = request -> List.of();

    /** What the work was given, batch by batch. */
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

    /** A permit lets one batch through. */
    private final Semaphore door = new Semaphore(0);

    private final Semaphore entered = new Semaphore(0);
    private Batcher<Integer, String> batcher;

    @AfterEach
    void drain() {
        door.release(1_000_000);
        if (batcher != null) {
            batcher.close();
        }
    }

    private Batcher<Integer, String> batcher(Limits limits, Work<Integer, String> work) {
        batcher = new Batcher<>("test", limits, work, TOUCHES_NOTHING, e -> Blame.ONE, size -> {});
        return batcher;
    }

    /** Notes the batch, waits at the door, and answers each with its own number. */
    private List<String> echo(List<Integer> batch) {
        batches.add(batch);
        entered.release();
        door.acquireUninterruptibly();
        return batch.stream().map(request -> "answer " + request).toList();
    }

    private static Limits limits(int most, int lanes, int queue) {
        return new Limits(true, most, lanes, queue);
    }

    private void awaitBatches(int count) throws InterruptedException {
        assertThat(entered.tryAcquire(count, 30, TimeUnit.SECONDS)).isTrue();
    }

    /** Submits the first from a thread of its own, which does it; returns when it has begun. */
    private CompletableFuture<String> begun(int request) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread caller =
                new Thread(() -> batcher.submit(request).whenComplete((text, failure) -> answer.complete(text)));
        caller.setDaemon(true);
        caller.start();
        awaitBatches(1);
        return answer;
    }

    private static List<String> answers(List<CompletableFuture<String>> futures) {
        return futures.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void a_request_that_comes_to_an_idle_batcher_is_done_in_its_callers_thread() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        door.release(2);
        batcher(limits(64, 1, 10), batch -> {
            threads.add(Thread.currentThread());
            return echo(batch);
        });
        assertThat(batcher.submit(1)).isCompletedWithValue("answer 1");
        assertThat(batcher.submitAll(List.of(2, 3)))
                .allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void a_caller_does_its_own_and_leaves_those_who_came_meanwhile_to_a_lane() throws Exception {
        batcher(limits(64, 1, 10), this::echo);
        CompletableFuture<String> first = begun(1);
        CompletableFuture<String> second = batcher.submit(2);
        door.release();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("answer 1");
        awaitBatches(1);
        door.release();
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("answer 2");
    }

    @Test
    void more_than_a_batch_at_once_is_shared_with_a_lane() throws Exception {
        door.release(2);
        List<CompletableFuture<String>> answers =
                batcher(limits(2, 1, 10), this::echo).submitAll(List.of(1, 2, 3, 4));
        assertThat(answers.get(1)).isCompletedWithValue("answer 2");
        assertThat(answers.get(3).get(30, TimeUnit.SECONDS)).isEqualTo("answer 4");
        assertThat(batches).containsExactly(List.of(1, 2), List.of(3, 4));
    }

    @Test
    void what_arrives_while_a_batch_is_in_flight_is_the_next_batch_in_arrival_order() throws Exception {
        batcher(limits(3, 1, 100), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(begun(0));
        IntStream.rangeClosed(1, 5).forEach(i -> answers.add(batcher.submit(i)));
        door.release(3);
        assertThat(answers(answers))
                .containsExactly("answer 0", "answer 1", "answer 2", "answer 3", "answer 4", "answer 5");
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5));
    }

    @Test
    void a_second_lane_opens_when_a_whole_batch_is_waiting() throws Exception {
        batcher(limits(3, 2, 100), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(begun(0));
        answers.addAll(batcher.submitAll(List.of(1, 2, 3)));
        awaitBatches(1);
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3));
        door.release(2);
        answers(answers);
    }

    @Test
    void a_batch_that_is_stuck_is_not_waited_for() throws Exception {
        batcher(limits(10, 3, 100), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(begun(0));
        for (int i = 1; i < 3; i++) {
            answers.add(batcher.submit(i));
            awaitBatches(1);
        }
        assertThat(batches).containsExactly(List.of(0), List.of(1), List.of(2));
        door.release(3);
        answers(answers);
    }

    @Test
    void a_full_queue_turns_away_and_forgets() throws Exception {
        batcher(limits(1, 1, 2), this::echo);
        CompletableFuture<String> first = begun(1);
        List<CompletableFuture<String>> waiting = List.of(batcher.submit(2), batcher.submit(3));
        assertThatThrownBy(() -> batcher.submit(4)).isInstanceOf(TurnedAwayException.class);
        assertThatThrownBy(() -> batcher.submitAll(List.of(5, 6))).isInstanceOf(TurnedAwayException.class);
        door.release(3);
        first.join();
        answers(waiting);
        assertThat(batches).containsExactly(List.of(1), List.of(2), List.of(3));
    }

    @Test
    void of_ten_thousand_at_once_on_a_queue_of_a_thousand_each_is_answered_once_or_turned_away() throws Exception {
        batcher(limits(64, 2, 1000), this::echo);
        CompletableFuture<String> before = begun(-1);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        Map<Integer, String> answered = new ConcurrentHashMap<>();
        Set<Integer> turnedAway = ConcurrentHashMap.newKeySet();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int request = i;
            calls.add(callers.submit(() -> {
                try {
                    batcher.submit(request).thenAccept(answer -> answered.merge(request, answer, String::concat));
                } catch (TurnedAwayException e) {
                    turnedAway.add(request);
                }
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        callers.shutdown();
        // Nothing got through the door yet: what was taken is what two lanes and the queue hold.
        assertThat(turnedAway).hasSizeBetween(10_000 - 1000 - 2 * 64, 9_000);
        door.release(1_000_000);
        batcher.close();
        assertThat(before.get(30, TimeUnit.SECONDS)).isEqualTo("answer -1");
        assertThat(answered).hasSize(10_000 - turnedAway.size());
        assertThat(answered).allSatisfy((request, answer) -> assertThat(answer).isEqualTo("answer " + request));
    }

    @Test
    void a_poisoned_request_does_not_sink_its_batch() {
        door.release(1000);
        batcher(limits(64, 1, 100), batch -> {
            if (batch.contains(3)) {
                throw new IllegalArgumentException("3 is poison");
            }
            return echo(batch);
        });
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2, 3, 4));
        assertThat(answers.get(0).join()).isEqualTo("answer 1");
        assertThat(answers.get(1).join()).isEqualTo("answer 2");
        assertThat(answers.get(2))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("3 is poison");
        assertThat(answers.get(3).join()).isEqualTo("answer 4");
    }

    @Test
    void what_is_nobodys_fault_is_not_tried_again() {
        List<List<Integer>> tried = Collections.synchronizedList(new ArrayList<>());
        batcher = new Batcher<>(
                "test",
                limits(64, 1, 100),
                batch -> {
                    tried.add(batch);
                    throw new IllegalStateException("the database is away");
                },
                TOUCHES_NOTHING,
                e -> Blame.EVERYONE,
                size -> {});
        for (CompletableFuture<String> answer : batcher.submitAll(List.of(1, 2, 3))) {
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("the database is away");
        }
        assertThat(tried).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void whoever_shares_a_key_with_one_that_failed_does_not_wait_as_long_again() {
        List<List<Integer>> tried = Collections.synchronizedList(new ArrayList<>());
        batcher = new Batcher<>(
                "test",
                limits(64, 1, 100),
                batch -> {
                    tried.add(batch);
                    if (batch.stream().anyMatch(request -> request % 2 == 1)) {
                        throw new IllegalStateException("the odd row is taken");
                    }
                    return batch.stream().map(String::valueOf).toList();
                },
                request -> List.of(request % 2),
                e -> Blame.KEY,
                size -> {});
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2, 3, 4, 5));
        assertThat(answers.get(1).join()).isEqualTo("2");
        assertThat(answers.get(3).join()).isEqualTo("4");
        for (int odd : List.of(0, 2, 4)) {
            assertThat(answers.get(odd))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("the odd row is taken");
        }
        assertThat(tried).containsExactly(List.of(1, 2, 3, 4, 5), List.of(1), List.of(2), List.of(4));
    }

    @Test
    void one_that_fails_again_after_a_batch_in_doubt_is_not_told_that_nothing_was_done() {
        batcher = new Batcher<>(
                "test",
                limits(64, 1, 100),
                batch -> {
                    if (batch.size() > 1) {
                        throw new IllegalStateException("the commit was not answered");
                    }
                    if (batch.contains(2)) {
                        throw new IllegalArgumentException("nothing was done");
                    }
                    return batch.stream().map(String::valueOf).toList();
                },
                TOUCHES_NOTHING,
                e -> e instanceof IllegalStateException ? Blame.DOUBT : Blame.ONE,
                size -> {});
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2, 3));
        assertThat(answers.get(0).join()).isEqualTo("1");
        assertThat(answers.get(1))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the commit was not answered");
        assertThat(answers.get(2).join()).isEqualTo("3");
    }

    @Test
    void what_fails_for_everyone_when_tried_alone_is_not_tried_by_the_others() {
        List<List<Integer>> tried = Collections.synchronizedList(new ArrayList<>());
        batcher = new Batcher<>(
                "test",
                limits(64, 1, 100),
                batch -> {
                    tried.add(batch);
                    throw new IllegalStateException(batch.size() > 1 ? "one of them" : "the database is away");
                },
                TOUCHES_NOTHING,
                e -> "one of them".equals(e.getMessage()) ? Blame.ONE : Blame.EVERYONE,
                size -> {});
        for (CompletableFuture<String> answer : batcher.submitAll(List.of(1, 2, 3))) {
            assertThat(answer)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("the database is away");
        }
        assertThat(tried).containsExactly(List.of(1, 2, 3), List.of(1));
    }

    @Test
    void a_work_that_loses_a_caller_is_told_so_and_nobody_waits_for_ever() {
        batcher(limits(64, 1, 100), batch -> List.of());
        assertThat(batcher.submit(1))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("0 answers to 1");
    }

    @Test
    void an_error_reaches_its_callers_too() {
        batcher(limits(64, 1, 100), batch -> {
            throw new StackOverflowError("too deep");
        });
        assertThat(batcher.submit(1))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_key_is_never_in_two_lanes_and_its_requests_keep_their_order() throws Exception {
        Map<Integer, List<Integer>> order = new ConcurrentHashMap<>();
        Set<Integer> busy = ConcurrentHashMap.newKeySet();
        Function<Integer, Integer> row = request -> request % 5;
        batcher = new Batcher<>(
                "test",
                limits(7, 4, 100_000),
                batch -> {
                    List<Integer> rows = batch.stream().map(row).distinct().toList();
                    rows.forEach(each -> assertThat(busy.add(each))
                            .as("row " + each + " is free")
                            .isTrue());
                    batch.forEach(request -> order.computeIfAbsent(row.apply(request), any -> new ArrayList<>())
                            .add(request));
                    rows.forEach(busy::remove);
                    return batch.stream().map(String::valueOf).toList();
                },
                request -> List.of(row.apply(request)),
                e -> Blame.EVERYONE,
                size -> {});
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            answers.add(batcher.submit(i));
        }
        answers(answers);
        Map<Integer, List<Integer>> arrival = new HashMap<>();
        IntStream.range(0, 20_000).forEach(i -> arrival.computeIfAbsent(row.apply(i), any -> new ArrayList<>())
                .add(i));
        assertThat(order).isEqualTo(arrival);
    }

    @Test
    void a_row_that_is_held_stops_only_those_who_want_it() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        batcher = new Batcher<>(
                "test",
                limits(7, 2, 100),
                batch -> {
                    if (batch.contains(0)) {
                        entered.release();
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return batch.stream().map(String::valueOf).toList();
                },
                request -> List.of(request % 2),
                e -> Blame.EVERYONE,
                size -> {});
        CompletableFuture<String> held = begun(0);
        CompletableFuture<String> behind = batcher.submit(2);
        assertThat(batcher.submit(1).get(30, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(batcher.submit(3).get(30, TimeUnit.SECONDS)).isEqualTo("3");
        assertThat(behind).isNotDone();
        released.countDown();
        assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo("0");
        assertThat(behind.get(30, TimeUnit.SECONDS)).isEqualTo("2");
    }

    @Test
    void closing_drains_and_then_turns_away() throws Exception {
        batcher(limits(1, 1, 100), this::echo);
        List<CompletableFuture<String>> answers = new ArrayList<>(List.of(begun(1)));
        answers.addAll(batcher.submitAll(List.of(2, 3)));
        Thread closing = new Thread(batcher::close);
        closing.start();
        door.release(3);
        closing.join(30_000);
        assertThat(answers(answers)).containsExactly("answer 1", "answer 2", "answer 3");
        assertThatThrownBy(() -> batcher.submit(4)).isInstanceOf(TurnedAwayException.class);
    }

    @Test
    void switched_off_every_request_is_done_alone_in_its_callers_thread() {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        batcher(new Limits(false, 64, 1, 1), batch -> {
            threads.add(Thread.currentThread().getName());
            return batch.stream().map(String::valueOf).toList();
        });
        assertThat(answers(batcher.submitAll(List.of(1, 2)))).containsExactly("1", "2");
        assertThat(threads).containsOnly(Thread.currentThread().getName()).hasSize(2);
    }

    @Test
    void a_batch_is_bounded_by_the_weight_of_its_requests_as_well() throws Exception {
        batcher = new Batcher<>(
                "test",
                limits(5, 1, 100).withWeight(10),
                this::echo,
                TOUCHES_NOTHING,
                request -> request,
                e -> Blame.ONE,
                size -> {});
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(begun(1));
        answers.addAll(batcher.submitAll(List.of(4, 5, 2, 8, 11, 3, 1, 2, 1, 2, 1)));
        door.release(100);
        answers(answers);
        assertThat(batches)
                .as("11 alone is heavier than a batch may be")
                .containsExactly(
                        List.of(1), List.of(4, 5), List.of(2, 8), List.of(11), List.of(3, 1, 2, 1, 2), List.of(1));
    }

    @Test
    void a_second_lane_opens_when_the_weight_of_a_whole_batch_is_waiting() throws Exception {
        batcher = new Batcher<>(
                "test",
                limits(100, 2, 100).withWeight(10),
                this::echo,
                TOUCHES_NOTHING,
                request -> request,
                e -> Blame.ONE,
                size -> {});
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(begun(1));
        answers.addAll(batcher.submitAll(List.of(4, 6, 9)));
        awaitBatches(1);
        assertThat(batches).containsExactly(List.of(1), List.of(4, 6));
        door.release(3);
        answers(answers);
    }

    @Test
    void a_request_that_no_lane_took_in_time_is_turned_away_and_never_done() throws Exception {
        batcher(limits(10, 1, 100).withPatience(Duration.ofMillis(200)), this::echo);
        CompletableFuture<String> stuck = begun(1);
        List<CompletableFuture<String>> waiting = batcher.submitAll(List.of(2, 3));
        for (CompletableFuture<String> each : waiting) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TurnedAwayException.class);
        }
        assertThat(stuck).isNotDone();
        door.release(2);
        assertThat(stuck.get(30, TimeUnit.SECONDS)).isEqualTo("answer 1");
        assertThat(batcher.submit(4).get(30, TimeUnit.SECONDS)).isEqualTo("answer 4");
        assertThat(batches).containsExactly(List.of(1), List.of(4));
    }

    @Test
    void a_request_whose_key_is_in_flight_elsewhere_is_turned_away_in_time_as_well() throws Exception {
        batcher = new Batcher<>(
                "test",
                limits(10, 2, 100).withPatience(Duration.ofMillis(200)),
                batch -> batch.contains(0)
                        ? echo(batch)
                        : batch.stream().map(String::valueOf).toList(),
                request -> List.of(request % 2),
                e -> Blame.EVERYONE,
                size -> {});
        CompletableFuture<String> stuck = begun(0);
        CompletableFuture<String> behind = batcher.submit(2);
        assertThat(batcher.submit(1).get(30, TimeUnit.SECONDS)).isEqualTo("1");
        assertThat(behind)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TurnedAwayException.class);
        door.release();
        assertThat(stuck.get(30, TimeUnit.SECONDS)).isEqualTo("answer 0");
    }

    /** Opens lanes as a batcher does by itself, but fails as often as {@code failures} has permits. */
    private Batcher<Integer, String> batcherWhoseThreadsFail(Semaphore failures, Limits limits) {
        ExecutorService threads = Executors.newCachedThreadPool();
        return new Batcher<>(
                "test",
                limits,
                this::echo,
                TOUCHES_NOTHING,
                request -> 1,
                e -> Blame.ONE,
                size -> {},
                lane -> {
                    if (failures.tryAcquire()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    threads.execute(lane);
                },
                threads::shutdown);
    }

    @Test
    void a_lane_that_gets_no_thread_is_not_counted_and_is_opened_later() throws Exception {
        Semaphore failures = new Semaphore(3);
        batcher = batcherWhoseThreadsFail(failures, limits(2, 2, 100));
        CompletableFuture<String> first = begun(0);
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2));
        awaitBatches(1);
        assertThat(failures.availablePermits()).isZero();
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2));
        door.release(2);
        first.join();
        answers(answers);
    }

    @Test
    void what_waits_behind_a_caller_is_done_although_its_lane_got_no_thread() throws Exception {
        Semaphore failures = new Semaphore(0);
        batcher = batcherWhoseThreadsFail(failures, limits(10, 1, 100));
        CompletableFuture<String> first = begun(0);
        CompletableFuture<String> behind = batcher.submit(1);
        failures.release(2);
        door.release(2);
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("answer 0");
        assertThat(behind.get(30, TimeUnit.SECONDS)).isEqualTo("answer 1");
        assertThat(failures.availablePermits()).isZero();
    }

    @Test
    void an_error_ends_no_lane() throws Exception {
        batcher(limits(1, 1, 100), batch -> {
            List<String> answers = echo(batch);
            if (batch.get(0) % 2 == 1) {
                throw new OutOfMemoryError("odd");
            }
            return answers;
        });
        CompletableFuture<String> first = begun(0);
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2, 3, 4));
        door.release(5);
        first.join();
        for (int odd : List.of(0, 2)) {
            assertThat(answers.get(odd))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OutOfMemoryError.class);
        }
        assertThat(answers.get(1).get(30, TimeUnit.SECONDS)).isEqualTo("answer 2");
        assertThat(answers.get(3).get(30, TimeUnit.SECONDS)).isEqualTo("answer 4");
        assertThat(batches).hasSize(5);
    }

    @Test
    void an_error_of_one_that_is_tried_alone_leaves_no_other_unanswered() {
        door.release(1000);
        batcher(limits(64, 1, 100), batch -> {
            if (batch.size() > 1) {
                throw new IllegalStateException("one of them");
            }
            if (batch.contains(2)) {
                throw new StackOverflowError("2 is too deep");
            }
            return echo(batch);
        });
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2, 3));
        assertThat(answers.get(0).join()).isEqualTo("answer 1");
        assertThat(answers.get(1))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StackOverflowError.class);
        assertThat(answers.get(2)).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("answer 3");
    }

    @Test
    void switched_off_an_error_of_one_leaves_no_other_unanswered() {
        batcher(new Limits(false, 64, 1, 1), batch -> {
            if (batch.contains(1)) {
                throw new StackOverflowError("1 is too deep");
            }
            return batch.stream().map(String::valueOf).toList();
        });
        List<CompletableFuture<String>> answers = batcher.submitAll(List.of(1, 2));
        assertThat(answers.get(0)).isCompletedExceptionally();
        assertThat(answers.get(1)).isCompletedWithValue("2");
    }

    @Test
    void a_close_that_is_interrupted_answers_what_was_not_begun() throws Exception {
        batcher(limits(1, 1, 100), this::echo);
        CompletableFuture<String> begun = begun(1);
        CompletableFuture<String> waiting = batcher.submit(2);
        Thread closing = new Thread(batcher::close);
        closing.start();
        closing.interrupt();
        closing.join(30_000);
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TurnedAwayException.class);
        door.release();
        assertThat(begun.get(30, TimeUnit.SECONDS)).isEqualTo("answer 1");
    }

    @Test
    void limits_refuse_nonsense() {
        assertThatThrownBy(() -> limits(1, 1, 1).withWeight(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits(1, 1, 1).withPatience(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits(1, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
