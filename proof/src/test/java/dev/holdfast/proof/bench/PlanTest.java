package dev.holdfast.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.stack.Database;
import dev.holdfast.stack.StackSettings;
import dev.holdfast.stack.StackSettings.SeataStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class PlanTest {
    private static final Path REPOSITORY = StackSettings.repositoryAround(Path.of(""));

    private static List<String> cells(SeataStore store, String... only) {
        return new Plan(
                        REPOSITORY,
                        Path.of("out"),
                        Path.of("out.svg"),
                        Database.MARIADB,
                        store,
                        0,
                        20,
                        150,
                        false,
                        List.of(only))
                .cells().stream().map(Cell::id).toList();
    }

    @Test
    void every_cell_has_a_name_of_its_own() {
        assertThat(cells(SeataStore.FILE)).doesNotHaveDuplicates().contains("ours-db/hot/256");
        assertThat(cells(SeataStore.DB)).doesNotContain("ours-db/hot/256");
    }

    @Test
    void a_selector_names_parts_and_several_add_up() {
        assertThat(cells(SeataStore.FILE, "ours/hot/64", "echo/1")).containsExactly("ours/hot/64", "echo/echo/1");
        assertThat(cells(SeataStore.FILE, "uniform")).allMatch(id -> id.contains("/uniform/"));
        assertThat(cells(SeataStore.FILE, "nothing")).isEmpty();
    }

    @Test
    void the_open_loop_needs_to_know_the_maximum() {
        assertThat(cells(SeataStore.FILE, "open")).containsExactly("ours/hot/256", "ours/open/0");
        assertThat(cells(SeataStore.FILE, "open", "ours/hot")).doesNotHaveDuplicates();
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_gateway_gets_one_route_more_and_keeps_its_own() throws IOException {
        String published = Files.readString(REPOSITORY.resolve("nacos-config/gateway-app.yaml"));
        assertThat(published).doesNotContain("echo-app");
        Map<String, Object> each = new Yaml().load(Publication.withEcho(published));
        for (String key : List.of("spring", "cloud", "gateway", "server", "webflux")) {
            each = (Map<String, Object>) each.get(key);
        }
        assertThat((List<Map<String, Object>>) each.get("routes"))
                .extracting(route -> route.get("uri"))
                .containsExactly("lb://echo-app", "lb://order-app", "lb://stock-app");
        assertThatThrownBy(() -> Publication.withEcho("spring: {}")).isInstanceOf(BenchFailure.class);
    }

    @Test
    void the_gate_tells_seconds_and_the_table_milliseconds() throws IOException {
        assertThat(
                        GateMeter.value(
                                """
                        {"name":"holdfast.gate.take.percentile","measurements":[{"statistic":"VALUE","value":0.0025}]}"""))
                .isEqualTo(2.5);
        assertThat(GateMeter.value("{}")).isNull();
    }
}
