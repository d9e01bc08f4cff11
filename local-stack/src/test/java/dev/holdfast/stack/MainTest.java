package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    private static final int WRONG_OPTIONS = 2;

    @Test
    void wrong_options_start_nothing_and_say_so_by_exit_code_2() {
        assertThat(Main.run("--db", "oracle")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("--gateway-port", "0")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("--gateway-port", "eighty")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("--gateway-port", "18081")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("--seata-store", "tape")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("--no-such-option")).isEqualTo(WRONG_OPTIONS);
        assertThat(Main.run("one-argument-too-many")).isEqualTo(WRONG_OPTIONS);
    }

    @Test
    void a_port_given_by_name_is_taken_as_it_is_and_the_others_move() {
        Ports ports = settings("--port-offset", "100", "--gateway-port", "9999").ports();

        assertThat(ports.gateway()).isEqualTo(9999);
        assertThat(ports.orderApp()).isEqualTo(18181);
        assertThat(ports.orderManagement()).isEqualTo(18184);
        assertThat(ports.stockManagement()).isEqualTo(18185);
        assertThat(ports.nacos()).isEqualTo(18948);
    }

    @Test
    void every_option_reaches_the_settings() {
        StackSettings settings = settings(
                "--db",
                "mysql",
                "--fresh",
                "--servers-only",
                "--seata-store",
                "db",
                "--dir",
                "/tmp/elsewhere",
                "--app-java-opts",
                "-Xmx1g  -XX:+UseG1GC",
                "--no-demo-data");

        assertThat(settings.database()).isEqualTo(Database.MYSQL);
        assertThat(settings.fresh()).isTrue();
        assertThat(settings.seataStore()).isEqualTo(StackSettings.SeataStore.DB);
        assertThat(settings.directory()).isEqualTo(Path.of("/tmp/elsewhere"));
        assertThat(settings.apps()).isEqualTo(new StackSettings.Apps(false, false, List.of("-Xmx1g", "-XX:+UseG1GC")));
    }

    @Test
    void without_options_it_is_mariadb_with_demonstration_on_the_default_ports() {
        StackSettings settings = settings();

        assertThat(settings.database()).isEqualTo(Database.MARIADB);
        assertThat(settings.ports()).isEqualTo(Ports.DEFAULT);
        assertThat(settings.fresh()).isFalse();
        assertThat(settings.apps().wanted()).isTrue();
        assertThat(settings.apps().demo()).isTrue();
    }

    private static StackSettings settings(String... arguments) {
        Main main = new Main();
        new CommandLine(main).parseArgs(arguments);
        return main.settings(Path.of("/checkout"));
    }
}
