package dev.holdfast.order.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");

    private final TreeSet<String> list = new TreeSet<>();
    private final List<String> met = new ArrayList<>();
    private final Walk<String> walk = new Walk<>(
            (place, limit) ->
                    list.tailSet(place.id(), false).stream().limit(limit).toList(),
            id -> new Place(TIME, id),
            2);

    @Test
    void a_walk_goes_to_the_end_of_the_list_page_by_page() {
        list.addAll(List.of("a", "b", "c", "d", "e"));
        List<Integer> sizes = new ArrayList<>();
        walk.on(() -> true, page -> {
            sizes.add(page.size());
            met.addAll(page);
        });
        assertThat(met).containsExactly("a", "b", "c", "d", "e");
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    void what_cannot_be_settled_delays_nobody_behind_it() {
        list.addAll(List.of("poison-1", "poison-2", "poison-3", "q", "r"));
        for (int round = 0; round < 3; round++) {
            walk.on(() -> false, page -> page.stream()
                    .filter(each -> !each.startsWith("poison"))
                    .toList()
                    .forEach(list::remove));
        }
        assertThat(list).containsExactly("poison-1", "poison-2", "poison-3");
    }

    @Test
    void a_page_that_throws_is_not_met_again_before_the_others() {
        list.addAll(List.of("a", "b", "c"));
        assertThatIllegalStateException()
                .isThrownBy(() -> walk.on(() -> true, page -> {
                    throw new IllegalStateException("page " + page);
                }));
        walk.on(() -> true, met::addAll);
        assertThat(met).containsExactly("c");
        walk.on(() -> true, met::addAll);
        assertThat(met).containsExactly("c", "a", "b", "c");
    }

    @Test
    void an_empty_list_is_no_work() {
        AtomicInteger pages = new AtomicInteger();
        walk.on(() -> true, page -> pages.incrementAndGet());
        assertThat(pages).hasValue(0);
    }
}
