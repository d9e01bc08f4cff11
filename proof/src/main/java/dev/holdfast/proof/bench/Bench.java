package dev.holdfast.proof.bench;

import dev.holdfast.stack.Server;
import dev.holdfast.stack.Stack;
import dev.holdfast.stack.StackSettings.SeataStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One session: every way of running takes its turn on this machine, one after the other. */
final class Bench {
    private static final String ECHO_MAIN = "dev.holdfast.proof.echo.EchoApplication";
    private static final int WARM_CONNECTIONS = 64;

    private final Plan plan;
    private final List<Result> results = new ArrayList<>();
    private Report report;
    private boolean kept = true;

    Bench(Plan plan) {
        this.plan = plan;
    }

    /** True if every invariant held after every cell. */
    boolean run() throws IOException, InterruptedException {
        Wrk.require();
        if (plan.cells().isEmpty()) {
            throw new BenchFailure("--only leaves no cell; --list tells their names");
        }
        report = new Report(plan);
        try {
            if (plan.cells().stream().anyMatch(cell -> cell.way() != Way.OURS_DB)) {
                onOneStack();
            }
            if (!plan.cells(Way.OURS_DB).isEmpty()) {
                onDbStore();
            }
        } finally {
            // Twenty minutes of figures are not lost to what fails in the last of them.
            if (!results.isEmpty()) {
                report.write(results);
            }
        }
        return kept && results.stream().allMatch(result -> result.broken().isEmpty());
    }

    private void onOneStack() throws IOException, InterruptedException {
        try (Stack stack = Stack.start(plan.stack(plan.seataStore()))) {
            Ledger ledger = new Ledger(stack);
            ledger.requireDurable();
            report.database(ledger.version());
            Measuring measuring = new Measuring(plan, stack, processes(stack));
            new Shelves(stack).fill();
            orders(Way.OURS, measuring);
            if (!plan.cells(Way.ECHO).isEmpty()) {
                echo(stack);
            }
            if (!plan.cells(Way.PLAIN).isEmpty()) {
                report.say("plain: publishing it, restarting order-app and stock-app");
                new Publication(stack, plan).plain();
                new Shelves(stack).awaitOrders();
                orders(Way.PLAIN, measuring);
            }
            if (!plan.cells(Way.LIMIT).isEmpty()) {
                List.of(stack.gatewayApp(), stack.orderApp(), stack.stockApp()).forEach(Server::stop);
                cells(Way.LIMIT, measuring);
            }
        }
    }

    private void onDbStore() throws IOException, InterruptedException {
        report.say("ours-db: the same with Seata's db store");
        try (Stack stack = Stack.start(plan.stack(SeataStore.DB))) {
            new Ledger(stack).requireDurable();
            new Shelves(stack).fill();
            orders(Way.OURS_DB, new Measuring(plan, stack, processes(stack)));
        }
    }

    private void orders(Way way, Measuring measuring) throws IOException, InterruptedException {
        if (plan.cells(way).isEmpty()) {
            return;
        }
        warm(way, "mixed", plan.warmup(), measuring);
        cells(way, measuring);
    }

    private void echo(Stack stack) throws IOException, InterruptedException {
        Server echo = stack.furtherApp("echo-app", "proof", ECHO_MAIN, plan.echoPort());
        try {
            echo.start();
            new Publication(stack, plan).echo();
            new Shelves(stack).awaitEcho();
            Measuring measuring = new Measuring(plan, stack, processes(stack).with("echo", echo));
            warm(Way.ECHO, "echo", plan.warmup(), measuring);
            cells(Way.ECHO, measuring);
        } finally {
            echo.stop();
        }
    }

    private void warm(Way way, String mode, int seconds, Measuring measuring) throws IOException, InterruptedException {
        report.say(way.label() + ": warming up for " + seconds + " s");
        List<String> open = measuring.warm(mode, WARM_CONNECTIONS, seconds);
        open.forEach(each -> report.say("  BROKEN after the warm-up: " + each));
        kept &= open.isEmpty();
    }

    private void cells(Way way, Measuring measuring) throws IOException, InterruptedException {
        for (Cell cell : plan.cells(way)) {
            Result result = measuring.measure(withRate(cell));
            results.add(result);
            report.row(result);
        }
    }

    /** The open loop's rate is half of what the closed loop reached. */
    private Cell withRate(Cell cell) {
        return cell.load() instanceof Load.Open
                ? new Cell(
                        cell.way(),
                        cell.name(),
                        cell.connections(),
                        new Load.Open(Math.max(1, Targets.maximum(results) / 2)))
                : cell;
    }

    private static Processes processes(Stack stack) {
        return new Processes()
                .with("order", stack.orderApp())
                .with("stock", stack.stockApp())
                .with("gateway", stack.gatewayApp())
                .with("database", stack.database())
                .with("redis", stack.redis())
                .with("seata", stack.seata())
                .with("nacos", stack.nacos());
    }
}
