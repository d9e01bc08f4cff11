package dev.holdfast.proof.bench;

/** What was to be reached, what was, and whether that is enough. */
record Target(String wanted, String measured, Verdict verdict) {

    enum Verdict {
        MET("yes"),
        MISSED("no"),
        NOT_MEASURED("not measured");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Target notMeasured(String wanted) {
        return new Target(wanted, "-", Verdict.NOT_MEASURED);
    }

    static Target of(String wanted, String measured, boolean met) {
        return new Target(wanted, measured, met ? Verdict.MET : Verdict.MISSED);
    }
}
