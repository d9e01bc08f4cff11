package dev.holdfast.openloop;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Each user is one order of one unit of the hot SKU. System properties bench.url, bench.sku, bench.run, bench.rate (per
 * second), bench.ramp and bench.seconds. In the first half of the ramp the rate rises to what was asked for, so that a generator that
 * has just started is not what is measured; until the ramp is over nothing counts; then it prints {@code bench.begin}, and
 * at its end what the wrk script prints.
 */
public class OrdersAtARate extends Simulation {
    private final Tally tally = new Tally(Duration.ofSeconds(Long.getLong("bench.ramp")));
    private final AtomicLong next = new AtomicLong();

    public OrdersAtARate() {
        double rate = Double.parseDouble(System.getProperty("bench.rate"));
        Duration rise = Duration.ofSeconds(Long.getLong("bench.ramp")).dividedBy(2);
        Duration steady = rise.plusSeconds(Long.getLong("bench.seconds"));
        HttpProtocolBuilder gateway =
                http.baseUrl(System.getProperty("bench.url")).shareConnections().disableWarmUp();
        String body = """
                {"buyerId":"gatling","lines":[{"storeId":1,"skuId":%s,"quantity":1}]}"""
                .formatted(System.getProperty("bench.sku"));
        String run = System.getProperty("bench.run");
        setUp(scenario("orders")
                        .exec(session -> session.set("key", run + "-" + next.incrementAndGet())
                                .set("sent", System.nanoTime()))
                        .exec(http("order")
                                .post("/orders")
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", "#{key}")
                                .body(StringBody(body))
                                .check(status().saveAs("status")))
                        .exec(this::answered)
                        .injectOpen(
                                rampUsersPerSec(1).to(rate).during(rise),
                                constantUsersPerSec(rate).during(steady)))
                .protocols(gateway);
    }

    private Session answered(Session session) {
        tally.count(session.contains("status") ? session.getInt("status") : 0, session.getLong("sent"));
        return session;
    }

    @Override
    public void before() {
        tally.begin();
    }

    @Override
    public void after() {
        tally.print();
    }
}
