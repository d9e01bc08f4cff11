package dev.holdfast.proof.gatemodel;

import java.util.List;
import java.util.Set;

/**
 * What is ordered, and what may go wrong.
 *
 * @param orders each arrives once or never
 * @param units of the hot row at the start
 * @param coldUnits of the cold row
 * @param replenishments how often one unit is added to the hot row
 * @param lease how many ticks of the clock a mark lasts; 0: there are no marks
 * @param markWriters how many instances write marks at once
 */
record World(
        String name,
        List<Order> orders,
        int units,
        int coldUnits,
        int replenishments,
        int lease,
        int markWriters,
        Set<Fault> faults) {

    /** @param hot units of the hot row, {@code cold} of the cold one */
    record Order(int hot, int cold) {
        static final Order ONE = new Order(1, 0);
        static final Order TWO = new Order(2, 0);
        /** One of the hot row, and one of the cold row. */
        static final Order MIXED = new Order(1, 1);
        /** Two of the hot row, and one of the cold row. */
        static final Order GREEDY = new Order(2, 1);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    boolean hasMarks() {
        return lease > 0;
    }

    /**
     * Whether nothing befalls Redis or the commands to it, no process crashes and nothing is added to the row: then free
     * is right without the keeper.
     */
    boolean isCalm() {
        return replenishments == 0
                && Set.of(Fault.TRY_THROWS, Fault.LOOK_UP_FAILS, Fault.LOCK_LOST, Fault.REDIS_DOUBLES)
                        .containsAll(faults);
    }

    int mostUnits() {
        return units + replenishments;
    }

    @Override
    public String toString() {
        return name;
    }
}
