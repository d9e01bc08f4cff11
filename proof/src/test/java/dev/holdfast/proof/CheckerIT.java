package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.proof.Miniature.Site;
import dev.holdfast.proof.Miniature.Wish;
import dev.holdfast.proof.check.CheckCommand;
import dev.holdfast.proof.check.CheckSettings;
import dev.holdfast.proof.check.Checker;
import dev.holdfast.proof.check.Finding;
import dev.holdfast.proof.check.Invariant;
import dev.holdfast.proof.check.Report;
import dev.holdfast.proof.check.Schemas;
import dev.holdfast.stack.SharedStack;
import dev.holdfast.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.redisson.api.RedissonClient;

/**
 * The checker can fail: every seeded bug is caught, and without its bug the same story is clean. In databases of its own,
 * with the tables of the migrations, on the servers of the stack.
 */
@ExtendWith(SharedStack.class)
class CheckerIT {
    private static final Schemas SCHEMAS = new Schemas("holdfast_order_bugs", "holdfast_stock_bugs");
    private static final int REDIS_NUMBER = 7;
    private static final long SKU = 900_001;
    private static final List<SeededBug> BUGS = SeededBug.ALL;

    private static RedissonClient redis;

    private Stack stack;
    private Site site;

    @BeforeAll
    static void connect(Stack stack) {
        redis = GateKeys.client(stack, REDIS_NUMBER);
    }

    @AfterAll
    static void disconnect() {
        redis.shutdown();
    }

    @BeforeEach
    void open(Stack stack) throws Exception {
        this.stack = stack;
        site = new Site(stack, SCHEMAS, redis);
        migrate("holdfast_order", "sql/order");
        migrate("holdfast_stock", "sql/stock");
        run(
                """
                INSERT INTO holdfast_stock.stock (store_id, sku_id, total, available, frozen, sold, updated_at)
                VALUES (1, %d, 10, 10, 0, 0, UTC_TIMESTAMP(3))
                """
                        .formatted(SKU));
        new Miniature(site).gate.load(SKU, 10);
    }

    @AfterEach
    void leave_nothing() throws Exception {
        run("DROP DATABASE holdfast_order");
        run("DROP DATABASE holdfast_stock");
        redis.getKeys().flushdb();
    }

    private void migrate(String database, String migrations) throws Exception {
        run("DROP DATABASE IF EXISTS " + database);
        run("CREATE DATABASE " + database);
        Path directory = stack.settings().repository().resolve(migrations);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> version(each) > 0)
                    .sorted(Comparator.comparingInt(CheckerIT::version))
                    .toList()) {
                run("USE " + database + ";\n" + Files.readString(file));
            }
        }
    }

    /** 0 of what is no versioned migration. */
    private static int version(Path file) {
        String name = file.getFileName().toString();
        return name.matches("V\\d+__.*\\.sql") ? Integer.parseInt(name.substring(1, name.indexOf('_'))) : 0;
    }

    /** Statements with the product's names, run on our own databases. */
    private void run(String sql) throws SQLException {
        String own = sql.replace("holdfast_order", SCHEMAS.order()).replace("holdfast_stock", SCHEMAS.stock());
        try (Connection connection = stack.rootConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute(own);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // the driver tells of a failed statement only when its turn comes
            }
        }
    }

    private String database() {
        return "127.0.0.1:" + stack.settings().ports().database();
    }

    private CheckSettings settings() {
        return new CheckSettings(
                database(),
                new CheckSettings.Login("root", "root-demo"),
                SCHEMAS,
                new CheckSettings.GateAt(stack.redis().address(), password(), REDIS_NUMBER),
                new CheckSettings.SeataAt.Console(stack.seataConsole(), new CheckSettings.Login("seata", "seata-demo")),
                Duration.ZERO,
                Duration.ofMillis(300));
    }

    private String password() {
        return stack.clientEnvironment().get("HOLDFAST_REDIS_PASSWORD").toString();
    }

    @ParameterizedTest
    @FieldSource("BUGS")
    void a_seeded_bug_is_caught(SeededBug bug) throws Exception {
        for (String edit : bug.schema()) {
            run(edit);
        }
        bug.story().happen(bug.mistake().apply(site), SKU);
        Report report = Checker.check(settings());
        assertThat(report.broken()).as(bug.name()).anySatisfy(finding -> {
            assertThat(finding.invariant()).isEqualTo(bug.broken());
            assertThat(finding.what()).contains(bug.told());
        });
        assertThat(report.verdict(bug.broken())).isEqualTo(Report.Verdict.BROKEN);
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @FieldSource("BUGS")
    void without_it_the_same_story_is_clean(SeededBug bug) throws Exception {
        bug.story().happen(new Miniature(site), SKU);
        Report report = Checker.check(settings());
        assertThat(report.broken()).as(bug.name()).isEmpty();
        assertThat(report.unread()).isEmpty();
        assertThat(Invariant.values())
                .allSatisfy(each -> assertThat(report.verdict(each)).isEqualTo(Report.Verdict.HOLDS));
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void where_the_tables_have_their_checks_a_dropped_guard_sells_nothing_that_is_not_there() throws Exception {
        SeededBug bug = BUGS.get(0);
        assertThat(bug.schema()).containsExactly(SeededBug.NO_CHECKS);
        bug.story().happen(bug.mistake().apply(site), SKU);
        assertThat(Checker.check(settings()).broken()).isEmpty();
        assertThat(number("SELECT sold FROM holdfast_stock.stock")).isEqualTo(10);
    }

    private long number(String query) throws SQLException {
        try (Connection connection = stack.rootConnection("");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query.replace("holdfast_stock", SCHEMAS.stock()))) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void what_is_younger_than_the_grace_is_in_flight() throws Exception {
        Miniature shop = new Miniature(site);
        Wish wish = Wish.of(SKU, 2);
        shop.claim(wish);
        shop.hold(wish, "x1");
        CheckSettings patient = new CheckSettings(
                database(),
                settings().account(),
                SCHEMAS,
                settings().gate(),
                null,
                Duration.ofHours(1),
                Duration.ofMillis(300));
        Report young = Checker.check(patient);
        assertThat(young.broken()).isEmpty();
        assertThat(young.notYetDue())
                .extracting(finding -> finding.row().get("order_no"))
                .containsExactly(wish.id());
        Report old = Checker.check(settings());
        assertThat(old.broken()).extracting(Finding::invariant).containsExactly(Invariant.I3);
        assertThat(old.notYetDue()).isEmpty();
    }

    /** A reservation whose order is nowhere is open too; until it is due no unit is held for nobody. */
    @Test
    void what_the_resolver_has_yet_to_settle_is_not_called_broken() throws Exception {
        Miniature shop = new Miniature(site);
        Wish open = Wish.of(SKU, 2);
        shop.claim(open);
        shop.hold(open, "x1");
        Wish alone = Wish.of(SKU, 1);
        shop.tryReserve(alone, "x2");
        Said young = commandOfItsOwnGrace();
        assertThat(young.text())
                .contains("open, not yet due (grace ", open.id(), alone.id(), "recovery.old-enough")
                .doesNotContain("could not be read");
        assertThat(young.code()).as(young.text()).isZero();
        run("UPDATE holdfast_order.orders SET changed_at = changed_at - INTERVAL 1 HOUR");
        run("UPDATE holdfast_stock.stock_reservation SET updated_at = updated_at - INTERVAL 1 HOUR");
        Said old = commandOfItsOwnGrace();
        assertThat(old.code()).as(old.text()).isEqualTo(1);
        assertThat(old.text()).contains("I3  BROKEN", "I6  BROKEN").doesNotContain("not yet due");
    }

    @Test
    void without_nacos_the_grace_is_that_of_the_checkout() throws Exception {
        Said said = commandOfItsOwnGrace("--nacos", "127.0.0.1:1");
        assertThat(said.text()).contains("Nacos at 127.0.0.1:1 could not be read");
        assertThat(said.code()).isZero();
    }

    @Test
    void sessions_of_the_db_store_are_read_from_its_tables() throws Exception {
        Path schema = stack.settings().repository().resolve("seata-config/store-schema.sql");
        run("USE holdfast_order;\n" + Files.readString(schema));
        run("INSERT INTO holdfast_order.global_table (xid, status, begin_time) VALUES ('x1', 5, 0)");
        Miniature shop = new Miniature(site);
        Wish wish = Wish.of(SKU, 2);
        shop.claim(wish);
        shop.hold(wish, "x1");
        CheckSettings stored = new CheckSettings(
                database(),
                settings().account(),
                SCHEMAS,
                settings().gate(),
                new CheckSettings.SeataAt.Store(SCHEMAS.order()),
                Duration.ZERO,
                Duration.ofMillis(300));
        Report retrying = Checker.check(stored);
        assertThat(retrying.broken()).isEmpty();
        assertThat(retrying.notes())
                .extracting(note -> note.row().get("status"))
                .containsExactly("RollbackRetrying");
        run("UPDATE holdfast_order.global_table SET status = 17");
        Report givenUp = Checker.check(stored);
        assertThat(givenUp.broken()).extracting(Finding::invariant).containsExactly(Invariant.I3);
        assertThat(givenUp.notes()).extracting(Report.Note::what).anyMatch(what -> what.contains("given up"));
    }

    @Test
    void the_command_tells_by_its_exit_code_and_in_json() throws Exception {
        Miniature shop = new Miniature(site);
        Wish wish = Wish.of(SKU, 2);
        shop.place(wish, "x1");
        assertThat(command().code()).isZero();
        run("UPDATE holdfast_stock.stock SET sold = sold - 1, available = available + 1");
        Said broken = command();
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.text())
                .contains(
                        "I1  holds",
                        "I2  BROKEN",
                        "store_id=1, sku_id=" + SKU + ", frozen=0, tried=0, sold=1, confirmed=2, closed=0");
        JsonNode json = new ObjectMapper().readTree(command("--json").text());
        assertThat(json.at("/verdicts/I2").asText()).isEqualTo("BROKEN");
        assertThat(json.at("/verdicts/I3").asText()).isEqualTo("holds");
        assertThat(json.at("/broken").findValuesAsText("invariant")).contains("I2");
    }

    @Test
    void what_cannot_be_looked_at_is_not_said_to_hold() throws Exception {
        Said noGate = command("--redis", "127.0.0.1:1");
        assertThat(noGate.code()).isEqualTo(2);
        assertThat(noGate.text()).contains("I1  holds", "I4  unknown", "could not read: gate");
        Said noSeata = command("--seata", "http://127.0.0.1:1");
        assertThat(noSeata.code()).isEqualTo(2);
        assertThat(noSeata.text()).contains("I3  holds", "could not read: Seata");
        Wish wish = Wish.of(SKU, 2);
        Miniature shop = new Miniature(site);
        shop.claim(wish);
        shop.hold(wish, "x1");
        Said open = command("--seata", "http://127.0.0.1:1");
        assertThat(open.code()).isEqualTo(2);
        assertThat(open.text()).contains("I3  unknown", wish.id());
        Said wrong = command("--db-password", "wrong");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.text()).contains("I1  unknown", "could not read: database");
    }

    private record Said(int code, String text) {}

    private Said command(String... more) throws IOException {
        return commandOfItsOwnGrace(
                Stream.concat(Stream.of("--grace", "0ms"), Stream.of(more)).toArray(String[]::new));
    }

    private Said commandOfItsOwnGrace(String... more) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "--port-offset",
                                "" + (stack.settings().ports().gateway() - 18080),
                                "--order-schema",
                                SCHEMAS.order(),
                                "--stock-schema",
                                SCHEMAS.stock(),
                                "--redis-db",
                                "" + REDIS_NUMBER,
                                "--patience",
                                "300ms"),
                        Stream.of(more))
                .toList();
        StringWriter said = new StringWriter();
        int code = CheckCommand.run(new PrintWriter(said), arguments.toArray(String[]::new));
        return new Said(code, said.toString());
    }
}
