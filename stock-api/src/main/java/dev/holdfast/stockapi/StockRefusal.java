package dev.holdfast.stockapi;

import java.util.List;

/** A problem document of stock-app on its way from the decoder to {@link StockClient}, which makes an outcome of it. */
final class StockRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StockProblem problem;
    private final transient Members members;

    StockRefusal(StockProblem problem, Members members) {
        super(problem.type() + ": " + members.detail());
        this.problem = problem;
        this.members = members;
    }

    StockProblem problem() {
        return problem;
    }

    Members members() {
        return members;
    }

    /** The members of the problem document that a caller can use; each may be absent. */
    record Members(String type, String detail, String xid, List<Shortage> shortages, List<StockKey> unknown) {
        Members {
            shortages = shortages == null ? List.of() : List.copyOf(shortages);
            unknown = unknown == null ? List.of() : List.copyOf(unknown);
        }
    }
}
