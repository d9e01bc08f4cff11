package dev.holdfast.proof;

import dev.holdfast.proof.Miniature.Site;
import dev.holdfast.proof.Miniature.Wish;
import dev.holdfast.proof.check.Invariant;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A mistake that has been made in systems like this, in a miniature that makes no other, and what it takes to see it.
 *
 * @param name what the mistake is
 * @param schema what the tables lack, as statements; usually nothing
 * @param broken the invariant by which the checker tells it
 * @param told a part of what it says
 * @param mistake makes the miniature
 * @param story what happens then; without the mistake it ends well. Its SKU has ten units, which the gate counts
 */
record SeededBug(
        String name,
        List<String> schema,
        Invariant broken,
        String told,
        Function<Site, Miniature> mistake,
        Story story) {
    interface Story {
        void happen(Miniature shop, long sku) throws Exception;
    }

    static final String NO_CHECKS =
            """
            ALTER TABLE holdfast_stock.stock DROP CONSTRAINT stock_available, DROP CONSTRAINT stock_frozen,
                                             DROP CONSTRAINT stock_sold, DROP CONSTRAINT stock_total
            """;

    private static final String NO_UNIQUE_KEY = "ALTER TABLE holdfast_order.orders DROP INDEX orders_by_key";

    static final List<SeededBug> ALL = List.of(
            new SeededBug(
                    "the guard is dropped from the UPDATE",
                    List.of(NO_CHECKS),
                    Invariant.I1,
                    "does not add up",
                    site -> new Miniature(site).editing("freeze", " AND available >= :quantity", ""),
                    SeededBug::twentyBuyersTenUnits),
            new SeededBug(
                    "the tombstone is not written",
                    List.of(),
                    Invariant.I6,
                    "frozen for an order that is off",
                    site -> new Miniature(site) {
                        @Override
                        int tombstone(Connection connection, Wish wish, String xid) {
                            return 0;
                        }
                    },
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 2);
                        shop.claim(wish);
                        shop.rollBack(wish, "x1");
                        shop.tryReserve(wish, "x1");
                    }),
            new SeededBug(
                    "the xid is dropped from a WHERE",
                    List.of(),
                    Invariant.I3,
                    "whose order never asked for it, or is off",
                    site -> new Miniature(site).editing("move", " AND xid = :xid", ""),
                    (shop, sku) -> {
                        Wish wish = held(shop, sku, "x1");
                        shop.confirm(wish, "x2");
                        shop.rollBack(wish, "x1");
                    }),
            new SeededBug(
                    "a Confirm that comes twice is applied twice",
                    List.of(),
                    Invariant.I2,
                    "not the sum",
                    site -> new Miniature(site).editing("move", " AND state = 'TRIED'", ""),
                    (shop, sku) -> {
                        Wish wish = held(shop, sku, "x1");
                        Wish other = held(shop, sku, "x2");
                        shop.confirm(wish, "x1");
                        ifItCan(() -> shop.commit(List.of(wish), "x1"));
                        ifItCan(() -> shop.commit(List.of(other), "x2"));
                    }),
            new SeededBug(
                    "a Cancel that comes twice gives back twice",
                    List.of(),
                    Invariant.I2,
                    "not the sum",
                    site -> new Miniature(site).editing("move", " AND state = 'TRIED'", ""),
                    (shop, sku) -> {
                        Wish wish = held(shop, sku, "x1");
                        Wish other = held(shop, sku, "x2");
                        shop.cancel(wish, "x1");
                        shop.rollBack(wish, "x1");
                        ifItCan(() -> shop.commit(List.of(other), "x2"));
                    }),
            new SeededBug(
                    "a Cancel frees what everybody holds",
                    List.of(),
                    Invariant.I2,
                    "not the sum",
                    site -> new Miniature(site)
                            .editing("give-back", "s.frozen - l.quantity", "0")
                            .editing("give-back", "s.available + l.quantity", "s.total - s.sold"),
                    (shop, sku) -> {
                        Wish wish = held(shop, sku, "x1");
                        Wish other = held(shop, sku, "x2");
                        shop.rollBack(wish, "x1");
                        ifItCan(() -> shop.commit(List.of(other), "x2"));
                    }),
            new SeededBug(
                    "a Try does not refuse a lost xid",
                    List.of(),
                    Invariant.I3,
                    "left open",
                    site -> new Miniature(site) {
                        @Override
                        String openXid(String xid) {
                            return xid == null ? "none" : xid;
                        }
                    },
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 2);
                        shop.claim(wish);
                        // Whoever runs this Try is told of no transaction; nobody will ask for its second phase.
                        shop.hold(wish, null);
                    }),
            new SeededBug(
                    "an order is confirmed though its reservation is not",
                    List.of(),
                    Invariant.I3,
                    "whose reservation is not",
                    site -> new Miniature(site) {
                        @Override
                        boolean confirm(Wish wish, String xid) {
                            // "Seata asks the stock branch first."
                            return true;
                        }
                    },
                    // It does not where the call of that branch has failed: only the order branch is asked here.
                    (shop, sku) -> shop.confirmOrders(List.of(held(shop, sku, "x1")), "x1")),
            new SeededBug(
                    "a state and its units move in two transactions",
                    List.of(),
                    Invariant.I2,
                    "not the sum",
                    site -> new Miniature(site) {
                        @Override
                        void sell(Connection connection, Wish wish) {
                            // the process dies between the two
                        }
                    },
                    (shop, sku) -> shop.place(Wish.of(sku, 2), "x1")),
            new SeededBug(
                    "the gate gives back twice",
                    List.of(),
                    Invariant.I4,
                    "lets more through",
                    site -> new Miniature(site)
                            .editingScript("give-back", "redis.call('HDEL', KEYS[2], ARGV[i])", "-- still a holder"),
                    (shop, sku) -> {
                        Wish wish = held(shop, sku, "x1");
                        shop.cancel(wish, "x1");
                        shop.rollBack(wish, "x1");
                    }),
            new SeededBug(
                    "the gate is loaded with what is on its way",
                    List.of(),
                    Invariant.I4,
                    "lets more through",
                    site -> new Miniature(site).editingScript("load", "free = free - (", "free = free - 0 * ("),
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 2);
                        shop.claim(wish);
                        shop.gate.take(sku, wish.id(), 2);
                        shop.gate.load(sku, 10);
                        shop.hold(wish, "x1");
                        shop.commit(List.of(wish), "x1");
                    }),
            new SeededBug(
                    "the gate is not told of what is given back",
                    List.of(),
                    Invariant.I6,
                    "held at the gate for nobody",
                    site -> new Miniature(site).editingScript("give-back", "for i = 1, #ARGV do", "for i = 1, 0 do"),
                    (shop, sku) -> shop.rollBack(held(shop, sku, "x1"), "x1")),
            new SeededBug(
                    "the idempotency row is written after the transaction",
                    List.of(),
                    Invariant.I3,
                    "without its order",
                    site -> new Miniature(site) {
                        @Override
                        void place(Wish wish, String xid) {
                            tryReserve(wish, xid);
                            confirm(wish, xid);
                            if (claim(wish)) {
                                orderTried(wish, xid);
                                confirmOrders(List.of(wish), xid);
                            }
                        }
                    },
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 3);
                        shop.place(wish, "x1");
                        shop.place(wish.again(), "x2");
                    }),
            new SeededBug(
                    "a key is looked up and then claimed",
                    List.of(NO_UNIQUE_KEY),
                    Invariant.I5,
                    "more than one order's",
                    site -> new Miniature(site) {
                        private final CyclicBarrier both = new CyclicBarrier(2);

                        @Override
                        boolean claim(Wish wish) {
                            boolean free = !isClaimed(wish);
                            try {
                                both.await(30, TimeUnit.SECONDS);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            return free && super.claim(wish);
                        }
                    },
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 1);
                        RaceIT.atOnce(2, List.of(placing(shop, wish, "x1"), placing(shop, wish.again(), "x2")));
                    }),
            new SeededBug(
                    "a batch loses one caller",
                    List.of(),
                    Invariant.I2,
                    "holds or has sold nothing",
                    site -> new Miniature(site) {
                        @Override
                        List<Wish> toFreeze(List<Wish> batch) {
                            return batch.subList(0, batch.size() - 1);
                        }
                    },
                    (shop, sku) -> {
                        List<Wish> batch = List.of(Wish.of(sku, 1), Wish.of(sku, 2), Wish.of(sku, 3));
                        batch.forEach(wish -> {
                            shop.claim(wish);
                            shop.gate.take(sku, wish.id(), wish.quantity());
                        });
                        shop.reserve(batch, "x1");
                        batch.forEach(wish -> shop.orderTried(wish, "x1"));
                        shop.commit(batch, "x1");
                    }),
            new SeededBug(
                    "all that were registered are confirmed",
                    List.of(),
                    Invariant.I3,
                    "whose order never asked for it, or is off",
                    site -> new Miniature(site) {
                        @Override
                        List<Wish> toConfirm(List<Wish> registered, String xid) {
                            return registered;
                        }
                    },
                    (shop, sku) -> {
                        List<Wish> batch = List.of(Wish.of(sku, 1), Wish.of(sku, 2));
                        Wish late = batch.get(1);
                        batch.forEach(shop::claim);
                        batch.forEach(wish -> shop.tryReserve(wish, "x1"));
                        shop.reject(late, "try-failed");
                        batch.forEach(wish -> shop.orderTried(wish, "x1"));
                        shop.commit(batch, "x1");
                        shop.cancel(late, "x1");
                    }),
            new SeededBug(
                    "an order is rejected whatever its state",
                    List.of(),
                    Invariant.I3,
                    "whose order never asked for it, or is off",
                    site -> new Miniature(site).editing("reject", " AND status = 'NEW'", ""),
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 2);
                        shop.place(wish, "x1");
                        shop.reject(wish, "try-failed");
                    }),
            new SeededBug(
                    "a key is let go whatever its order's state",
                    List.of(),
                    Invariant.I5,
                    "has lost its key",
                    site -> new Miniature(site).editing("let-go", " AND status = 'NEW'", ""),
                    (shop, sku) -> {
                        Wish wish = Wish.of(sku, 2);
                        shop.place(wish, "x1");
                        shop.letGo(wish);
                    }),
            new SeededBug(
                    "what a buyer was told is not kept",
                    List.of(),
                    Invariant.I5,
                    "answer is not stored",
                    site -> new Miniature(site).editing("reject", "refusal = :refusal", "refusal = NULL"),
                    (shop, sku) -> shop.place(Wish.of(sku, 11), "x1")),
            new SeededBug(
                    "answers of a batch are mixed up",
                    List.of(),
                    Invariant.I5,
                    "about another order",
                    site -> new Miniature(site)
                            .editing("reject", "refusal = :refusal", "refusal = REPLACE(:refusal, :id, 'another')"),
                    (shop, sku) -> shop.place(Wish.of(sku, 11), "x1")));

    /** An order that both branches have tried. */
    private static Wish held(Miniature shop, long sku, String xid) {
        Wish wish = Wish.of(sku, 2);
        shop.claim(wish);
        shop.hold(wish, xid);
        return wish;
    }

    static void twentyBuyersTenUnits(Miniature shop, long sku) throws Exception {
        // The gate would say no: it is not asked, as of a row that is not hot.
        shop.gate.unload(sku);
        RaceIT.atOnce(
                8,
                IntStream.range(0, 20)
                        .mapToObj(buyer -> placing(shop, Wish.of(sku, 1), "x" + buyer))
                        .toList());
    }

    private static Callable<Void> placing(Miniature shop, Wish wish, String xid) {
        return () -> {
            shop.place(wish, xid);
            return null;
        };
    }

    /** What an earlier mistake may have made impossible. */
    private static void ifItCan(Runnable step) {
        try {
            step.run();
        } catch (IllegalStateException e) {
            // then it stays undone
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
