package dev.holdfast.stock.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.holdfast.stock.gate.HotRows;
import dev.holdfast.stock.gate.RowRanOut;
import dev.holdfast.stock.gate.RowWanted;
import dev.holdfast.stock.gate.Turnstiles;
import dev.holdfast.stock.gate.Turnstiles.Reading;
import dev.holdfast.stockapi.StockKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.mockito.Mockito;

class SoldOutMarksTest {
    private static final Duration LEASE = Duration.ofMillis(200);
    private static final int SOON_MILLIS = 20_000;
    private static final StockKey ROW = new StockKey(1, 1);
    private static final Reading NOTHING_LEFT = new Reading(1_000, -2L);

    private final KeeperMapper database = mock(KeeperMapper.class);
    private final Turnstiles turnstiles = mock(Turnstiles.class);
    private final HotRows hotRows = mock(HotRows.class);
    private final KeeperLeadership leadership = mock(KeeperLeadership.class);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SoldOutMarks marks =
            new SoldOutMarks(database, turnstiles, hotRows, leadership, new SoldOutMarkSettings(LEASE), meters);

    @BeforeEach
    void allHotRowsAreSoldOut() {
        when(hotRows.contains(any())).thenReturn(true);
        when(turnstiles.read(any())).thenReturn(CompletableFuture.completedFuture(NOTHING_LEFT));
        when(turnstiles.mark(any(), any(), any(), anyBoolean())).thenReturn(CompletableFuture.completedFuture(true));
        when(database.availables(any())).thenAnswer(asked -> asked.<List<StockKey>>getArgument(0).stream()
                .map(row -> new KeeperMapper.Available(row.storeId(), row.skuId(), 0))
                .toList());
    }

    @AfterEach
    void stop() {
        if (marks.isRunning()) {
            marks.stop();
        }
    }

    private void hot(StockKey... rows) {
        when(hotRows.all()).thenReturn(Set.of(rows));
    }

    @Test
    void the_leader_renews_all_marks_with_one_read_of_the_database() {
        Set<StockKey> rows = LongStream.rangeClosed(1, 60)
                .mapToObj(sku -> new StockKey(1, sku))
                .collect(Collectors.toSet());
        when(hotRows.all()).thenReturn(rows);
        when(leadership.isHeld()).thenReturn(true);
        marks.start();
        verify(turnstiles, timeout(SOON_MILLIS).atLeast(180)).mark(any(), any(), any(), anyBoolean());
        marks.stop();
        long reads = calls(database);
        assertThat(reads * 60).isEqualTo(marksMade());
        assertThat(meters.counter("holdfast.gate.marks").count()).isEqualTo(marksMade());
    }

    private static long calls(KeeperMapper database) {
        return Mockito.mockingDetails(database).getInvocations().size();
    }

    private long marksMade() {
        return Mockito.mockingDetails(turnstiles).getInvocations().stream()
                .filter(call -> call.getMethod().getName().equals("mark"))
                .count();
    }

    @Test
    void the_time_of_redis_is_read_before_the_database_and_the_mark_counts_from_it() {
        hot(ROW);
        when(leadership.isHeld()).thenReturn(true);
        marks.start();
        verify(turnstiles, timeout(SOON_MILLIS).atLeastOnce()).mark(ROW, NOTHING_LEFT, LEASE, false);
        marks.stop();
        InOrder order = inOrder(turnstiles, database);
        order.verify(turnstiles).read(ROW);
        order.verify(database).availables(List.of(ROW));
        order.verify(turnstiles).mark(ROW, NOTHING_LEFT, LEASE, false);
    }

    @Test
    void a_row_with_units_in_the_database_or_at_the_gate_is_not_marked() {
        StockKey counted = new StockKey(1, 2);
        StockKey soldOut = new StockKey(1, 3);
        hot(ROW, counted, soldOut);
        when(leadership.isHeld()).thenReturn(true);
        when(turnstiles.read(counted)).thenReturn(CompletableFuture.completedFuture(new Reading(1_000, 1L)));
        Mockito.doAnswer(asked -> asked.<List<StockKey>>getArgument(0).stream()
                        .map(row -> new KeeperMapper.Available(1, row.skuId(), row.equals(ROW) ? 5 : 0))
                        .toList())
                .when(database)
                .availables(any());
        marks.start();
        verify(turnstiles, timeout(SOON_MILLIS).atLeast(3)).mark(eq(soldOut), any(), any(), anyBoolean());
        verify(turnstiles, never()).mark(eq(ROW), any(), any(), anyBoolean());
        verify(turnstiles, never()).mark(eq(counted), any(), any(), anyBoolean());
    }

    @Test
    void a_database_that_cannot_be_read_makes_no_mark_and_ends_no_schedule() {
        hot(ROW);
        when(leadership.isHeld()).thenReturn(true);
        Mockito.doThrow(new IllegalStateException("away"))
                .doThrow(new IllegalStateException("away"))
                .doReturn(List.of(new KeeperMapper.Available(1, 1, 0)))
                .when(database)
                .availables(any());
        marks.start();
        verify(turnstiles, timeout(SOON_MILLIS).atLeastOnce()).mark(eq(ROW), any(), any(), anyBoolean());
        verify(database, Mockito.atLeast(3)).availables(any());
    }

    @Test
    void any_instance_makes_the_first_mark_of_a_row_that_ran_out_but_not_before_it_is_hot_everywhere() {
        hot(ROW);
        marks.start();
        marks.becameHot(new RowWanted(ROW));
        long hotAt = System.nanoTime();
        marks.ranOut(new RowRanOut(ROW));
        verify(database, never()).availables(any());
        Awaitility.await().atMost(Duration.ofMillis(SOON_MILLIS)).untilAsserted(() -> {
            marks.ranOut(new RowRanOut(ROW));
            verify(turnstiles, Mockito.atLeastOnce()).mark(ROW, NOTHING_LEFT, LEASE, true);
        });
        assertThat(System.nanoTime() - hotAt).isGreaterThan(SoldOutMarks.HOT_EVERYWHERE_AFTER.toNanos());
    }

    @Test
    void without_the_leadership_nothing_is_renewed() {
        hot(ROW);
        marks.start();
        verify(leadership, timeout(SOON_MILLIS).atLeast(3)).isHeld();
        verify(turnstiles, never()).read(any());
    }
}
