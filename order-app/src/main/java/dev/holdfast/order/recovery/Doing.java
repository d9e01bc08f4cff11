package dev.holdfast.order.recovery;

/**
 * Who settles, and on what ground.
 *
 * @param act as the log and the counters name it
 * @param reason what an order that is cancelled by it is given as its reason
 */
record Doing(String act, String by, String why, String reason) {
    private static final String RESOLVER = "resolver";

    static Doing ruleOne() {
        return new Doing("rule-1", RESOLVER, "NEW and old: whoever placed it is gone", "recovery");
    }

    static Doing ruleTwo() {
        return new Doing("rule-2", RESOLVER, "TRIED and old, and Seata is not at it: as stock answered", "recovery");
    }

    static Doing ruleThree() {
        return new Doing("rule-3", RESOLVER, "held for long, and Seata is not at it: as stock answered", "recovery");
    }

    static Doing byHand(String act, Signed signed) {
        return new Doing(act, signed.by(), signed.why(), "by-hand");
    }
}
