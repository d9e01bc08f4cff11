package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.proof.check.CheckSettings.Login;
import dev.holdfast.stack.StackSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultGraceTest {
    private static final Path CONFIGURATION =
            StackSettings.repositoryAround(Path.of("")).resolve("nacos-config");

    private static AppSettings settings(String... yaml) {
        AppSettings settings = new AppSettings(Map.of());
        for (int i = 0; i < yaml.length; i++) {
            settings.with("source " + i, yaml[i]);
        }
        return settings;
    }

    private static String recovery(String oldEnough, String period, String longestBackOff) {
        return "holdfast: {recovery: {old-enough: %s, period: %s, longest-back-off: %s}, gate: {forget-after: 60s}}"
                .formatted(oldEnough, period, longestBackOff);
    }

    @Test
    void an_order_is_due_when_the_resolver_must_have_tried_it_again() {
        assertThat(settings(recovery("120s", "10s", "5m")).grace())
                .isEqualTo(new Grace(
                        Duration.ofSeconds(430),
                        "recovery.old-enough 120 s (source 0) + recovery.longest-back-off 300 s (source 0)"
                                + " + recovery.period 10 s (source 0)"));
    }

    @Test
    void the_lock_of_an_order_app_that_died_may_be_what_takes_longest() {
        assertThat(settings(recovery("120s", "10s", "30s")).grace().time()).isEqualTo(Duration.ofSeconds(220));
    }

    @Test
    void it_is_not_shorter_than_the_gate_may_hold_what_the_database_never_heard_of() {
        String patientGate = "holdfast.gate.forget-after: 30m";
        Grace grace = settings(patientGate, recovery("120s", "10s", "5m")).grace();
        assertThat(grace.time()).isEqualTo(Duration.ofMinutes(30));
        assertThat(grace.reason()).isEqualTo("gate.forget-after 1800 s (source 0)");
    }

    @Test
    void the_environment_overrules_what_is_published_as_it_does_in_an_app() {
        Grace grace = new AppSettings(Map.of("HOLDFAST_RECOVERY_OLDENOUGH", "60s"))
                .with("order-app.yaml in Nacos", recovery("120s", "10s", "5m"))
                .grace();
        assertThat(grace.time()).isEqualTo(Duration.ofSeconds(370));
        assertThat(grace.reason()).contains("old-enough 60 s (environment)", "period 10 s (order-app.yaml in Nacos)");
    }

    @Test
    void a_value_that_is_made_of_another_is_followed() {
        Grace grace = new AppSettings(Map.of("PATIENCE", "4m"))
                .with("published", recovery("'${PATIENCE:120s}'", "10s", "5m"))
                .grace();
        assertThat(grace.time()).isEqualTo(Duration.ofSeconds(550));
    }

    @Test
    void without_nacos_the_files_of_the_checkout_say_it_and_the_reader_is_told() throws Exception {
        Grace grace = found(new NacosSettings("127.0.0.1:1", new Login("holdfast", "any")), CONFIGURATION);
        assertThat(grace.reason())
                .contains("(nacos-config/order-app.yaml)", "Nacos at 127.0.0.1:1 could not be read")
                .doesNotContain("in Nacos)");
        assertThat(grace.time()).isGreaterThan(Duration.ofSeconds(120));
    }

    @Test
    void something_else_that_answers_there_is_not_nacos() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<html>".getBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            String address = "127.0.0.1:" + other.getAddress().getPort();
            assertThat(found(new NacosSettings(address, new Login("holdfast", "any")), CONFIGURATION)
                            .reason())
                    .contains("could not be read");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void where_nothing_tells_it_must_be_given() {
        assertThatThrownBy(() -> found(new NacosSettings("127.0.0.1:1", new Login("holdfast", "any")), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--grace");
    }

    private static Grace found(NacosSettings nacos, Path configuration) throws InterruptedException {
        return new DefaultGrace(nacos, configuration, Map.of()).find();
    }
}
