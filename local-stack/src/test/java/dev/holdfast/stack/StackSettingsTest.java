package dev.holdfast.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {

    @TempDir
    Path repository;

    @Test
    void two_servers_cannot_want_one_port() {
        assertThatThrownBy(() ->
                        new Ports(18080, 18083, 18080, 18084, 18082, 18085, 13306, 16379, 18848, 18849, 18091, 17091))
                .hasMessage("port 18080 is wanted for both gateway-app and order-app");
    }

    @Test
    void the_ports_nacos_takes_beside_its_own_count_too() {
        assertThatThrownBy(() ->
                        new Ports(19848, 18083, 18081, 18084, 18082, 18085, 13306, 16379, 18848, 18849, 18091, 17091))
                .hasMessageContaining("19848")
                .hasMessageContaining("Nacos' gRPC");
    }

    @Test
    void an_offset_beyond_the_last_port_is_refused() {
        assertThatThrownBy(() -> Ports.DEFAULT.withOffset(60_000)).hasMessageContaining("is not within 1..65535");
    }

    @Test
    void an_offset_moves_every_port() {
        Ports moved = Ports.DEFAULT.withOffset(5000);

        assertThat(moved.users(true)).hasSameSizeAs(Ports.DEFAULT.users(true));
        moved.users(true)
                .forEach((user, port) -> assertThat(Ports.DEFAULT.users(true)).containsEntry(user, port - 5000));
        assertThat(moved.gateway()).isEqualTo(23080);
    }

    @Test
    void without_apps_their_ports_are_not_asked_for() {
        assertThat(Ports.DEFAULT.users(false).values())
                .contains(18848, 13306)
                .doesNotContain(18080, 18081, 18082, 18083, 18084, 18085);
    }

    @Test
    void a_further_app_has_a_management_port_beside_its_own_too() {
        assertThat(Ports.furtherManagement(Ports.DEFAULT.orderApp())).isEqualTo(Ports.DEFAULT.orderManagement());
        assertThat(Ports.furtherManagement(Ports.DEFAULT.stockApp())).isEqualTo(Ports.DEFAULT.stockManagement());
    }

    @Test
    void a_directory_that_holds_the_checkout_is_refused() {
        StackSettings settings = StackSettings.ofUp(repository, Database.MARIADB);

        assertThatThrownBy(() -> settings.withDirectory(repository.getParent()))
                .hasMessageContaining("holds the checkout");
        assertThatThrownBy(() -> settings.withDirectory(repository)).hasMessageContaining("holds the checkout");
    }

    @Test
    void each_engine_has_its_own_data() {
        for (Database each : Database.values()) {
            assertThat(StackSettings.ofUp(repository, each).directory())
                    .isEqualTo(repository.resolve("run/" + each.label()));
        }
        assertThat(Database.MYSQL.label()).isNotEqualTo(Database.MARIADB.label());
    }

    @Test
    void tests_stand_aside_from_a_running_up_and_load_no_demonstration() {
        StackSettings tests = StackSettings.ofTests(repository);

        assertThat(tests.ports().users(true).values())
                .doesNotContainAnyElementsOf(Ports.DEFAULT.users(true).values());
        assertThat(tests.apps().demo()).isFalse();
        assertThat(tests.fresh()).isTrue();
    }

    @Test
    void the_checkout_is_found_from_any_directory_inside() throws Exception {
        Files.createDirectories(repository.resolve("nacos-config"));
        Path inside = Files.createDirectories(repository.resolve("proof/target"));

        assertThat(StackSettings.repositoryAround(inside)).isEqualTo(repository);
    }

    @Test
    void an_unknown_database_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> Database.named("oracle")).hasMessage("unknown database oracle: one of mariadb, mysql");
    }

    @Test
    void the_apps_options_cannot_be_changed_behind_our_back() {
        List<String> options =
                StackSettings.ofUp(repository, Database.MARIADB).apps().javaOptions();

        assertThatThrownBy(() -> options.add("-Xmx1g")).isInstanceOf(UnsupportedOperationException.class);
    }
}
