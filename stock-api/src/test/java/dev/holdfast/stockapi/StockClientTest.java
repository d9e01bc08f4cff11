package dev.holdfast.stockapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a refusal of stock-app becomes: "nothing was done" only where that was said. */
class StockClientTest {
    private static final ReservationId ID = new ReservationId("a");
    private static final Xid XID = new Xid("x");
    private static final Lines LINES = Lines.of(List.of(new Line(1, 2, 3)));

    /** A client every call of which is answered with this problem. */
    private static StockClient answeredWith(StockProblem problem) {
        StockRefusal.Members members =
                new StockRefusal.Members(problem.type().toString(), problem.title(), null, null, null);
        return new StockClient((StockEndpoints) Proxy.newProxyInstance(
                StockClientTest.class.getClassLoader(),
                new Class<?>[] {StockEndpoints.class},
                (proxy, method, arguments) -> {
                    throw new StockRefusal(problem, members);
                }));
    }

    /** A client whose batches are answered with this problem for their one member. */
    private static StockClient answeredEachWith(StockProblem problem) {
        StockRefusal.Members members =
                new StockRefusal.Members(problem.type().toString(), problem.title(), null, null, null);
        return new StockClient((StockEndpoints) Proxy.newProxyInstance(
                StockClientTest.class.getClassLoader(),
                new Class<?>[] {StockEndpoints.class},
                (proxy, method, arguments) -> List.of(new Each<>(null, members))));
    }

    static Stream<Consumer<StockClient>> everything_that_can_be_asked() {
        return Stream.of(
                client -> client.tryReserve(ID, XID, LINES),
                client -> client.confirm(ID, XID),
                client -> client.cancel(ID, XID),
                client -> client.tryAll(XID, wanted()),
                client -> client.confirmAll(XID, List.of("a")),
                client -> client.cancelAll(XID, List.of("a")),
                client -> client.findAll(List.of("a")),
                client -> client.find(ID),
                client -> client.triedFor(Duration.ZERO, Instant.EPOCH, "", 1),
                client -> client.level(new StockKey(1, 2)));
    }

    private static List<TryBatch.Wanted> wanted() {
        return List.of(new TryBatch.Wanted("a", LINES));
    }

    @ParameterizedTest
    @MethodSource("everything_that_can_be_asked")
    void an_unknown_outcome_may_have_been_done(Consumer<StockClient> question) {
        StockClient client = answeredWith(StockProblem.OUTCOME_UNKNOWN);
        assertThatThrownBy(() -> question.accept(client)).isInstanceOf(StockUnansweredException.class);
    }

    @org.junit.jupiter.api.Test
    void an_unknown_outcome_of_one_of_many_may_have_been_done() {
        StockClient client = answeredEachWith(StockProblem.OUTCOME_UNKNOWN);
        assertThat(Stream.of(
                        client.tryAll(XID, wanted()),
                        client.confirmAll(XID, List.of("a")),
                        client.cancelAll(XID, List.of("a"))))
                .allSatisfy(
                        answers -> assertThat(answers.get(0).failure()).isInstanceOf(StockUnansweredException.class));
        StockClient busy = answeredEachWith(StockProblem.STOCK_BUSY);
        assertThat(busy.tryAll(XID, wanted()).get(0).outcome()).isInstanceOf(TryOutcome.Busy.class);
    }
}
