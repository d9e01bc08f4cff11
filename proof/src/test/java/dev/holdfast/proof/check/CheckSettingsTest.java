package dev.holdfast.proof.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.check.CheckSettings.SeataAt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckSettingsTest {
    private static CheckSettings given(String... arguments) {
        CheckCommand command = new CheckCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.settings(Grace.given(Duration.ofSeconds(60)));
    }

    @Test
    void without_options_it_looks_at_what_up_has_started() {
        CheckSettings settings = given();
        assertThat(settings.database()).isEqualTo("127.0.0.1:13306");
        assertThat(settings.schemas()).isEqualTo(Schemas.DEFAULT);
        assertThat(settings.gate().address()).isEqualTo("127.0.0.1:16379");
        assertThat(((SeataAt.Console) settings.seata()).address()).isEqualTo(URI.create("http://127.0.0.1:17091"));
    }

    @Test
    void an_address_that_is_given_is_not_moved_by_the_offset() {
        CheckSettings settings = given("--port-offset", "100", "--redis", "cache:6379");
        assertThat(settings.database()).isEqualTo("127.0.0.1:13406");
        assertThat(settings.gate().address()).isEqualTo("cache:6379");
    }

    @Test
    void what_is_not_to_be_looked_at_is_not() {
        CheckSettings settings = given("--no-gate", "--no-seata");
        assertThat(settings.gate()).isNull();
        assertThat(settings.seata()).isNull();
    }

    @Test
    void a_database_that_says_nothing_is_given_up_and_the_other_connections_of_the_jvm_keep_their_time()
            throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CheckSettings settings = given("--db", "127.0.0.1:" + mute.getLocalPort());
            assertThatThrownBy(() -> settings.connect(Duration.ofMillis(200))).isInstanceOf(SQLException.class);
        }
        assertThat(DriverManager.getLoginTimeout()).isZero();
    }

    @Test
    void nonsense_is_refused() {
        assertThat(said("--order-schema", "a; DROP TABLE x")).contains("is not the name of a database");
        assertThat(said("--redis", "nowhere")).contains("host:port");
        assertThat(said("--patience", "0s")).contains("patience");
        assertThat(said("--grace", "soon")).contains("--grace");
        assertThat(said("--grace", "-1s")).contains("grace");
        assertThatThrownBy(() -> new SeataAt.Store("se`ata")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String said(String... arguments) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new CheckCommand())
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(code).isEqualTo(2);
        return said.toString();
    }
}
