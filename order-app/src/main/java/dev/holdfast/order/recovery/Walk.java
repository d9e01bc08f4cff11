package dev.holdfast.order.recovery;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks through a list page by page, from where the walk before came to its end of time; having reached the end of the list,
 * the next walk begins at its start. So whatever cannot be settled delays nobody behind it. Used by one thread.
 */
final class Walk<T> {
    /** A page of the list as it is now. */
    interface Pages<T> {
        List<T> behind(Place place, int limit);
    }

    private final Pages<T> pages;
    private final Function<T, Place> placeOf;
    private final int limit;
    private Place place = Place.START;

    Walk(Pages<T> pages, Function<T, Place> placeOf, int limit) {
        this.pages = pages;
        this.placeOf = placeOf;
        this.limit = limit;
    }

    /** Until the end of the list, or for as long as {@code goOn} says, and for a page at least. */
    void on(BooleanSupplier goOn, Consumer<List<T>> work) {
        do {
            List<T> page = pages.behind(place, limit);
            // First: a page whose work throws is not met again before the others.
            place = page.size() < limit ? Place.START : placeOf.apply(page.get(page.size() - 1));
            if (!page.isEmpty()) {
                work.accept(page);
            }
        } while (place != Place.START && goOn.getAsBoolean());
    }
}
