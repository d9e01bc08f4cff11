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

    private static Plan plan(SeataStore store, String... only) {
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
                List.of(only));
    }

    private static List<String> cells(SeataStore store, String... only) {
        return plan(store, only).cells().stream().map(Cell::id).toList();
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

    /** One file says it for both: heap and collector too, which a JVM would choose by the memory of its container. */
    @Test
    void the_images_run_with_the_options_that_are_measured() throws IOException {
        assertThat(plan(SeataStore.FILE).javaOptions())
                .containsExactly("@" + REPOSITORY.resolve("docker/java-options"));
        List<String> options = Files.readAllLines(REPOSITORY.resolve("docker/java-options"));
        assertThat(options)
                .anyMatch(line -> line.startsWith("-Xmx"))
                .anyMatch(line -> line.matches("-XX:\\+Use\\w+GC"));
        for (String app : List.of("stock-app", "order-app", "gateway-app")) {
            assertThat(Files.readString(REPOSITORY.resolve(app + "/Dockerfile")))
                    .contains("COPY docker/java-options ./", "ENTRYPOINT [\"java\", \"@java-options\", ")
                    .doesNotContain("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "RAMPercentage", "-Xm");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_container_has_room_for_the_heap_and_for_what_was_measured_beside_it() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(REPOSITORY.resolve("docker-compose.yml")));
        for (Object app : List.of("stock-app", "order-app", "gateway-app")) {
            Map<String, Object> service = ((Map<String, Map<String, Object>>) compose.get("services")).get(app);
            String limit = (String) service.get("mem_limit");
            assertThat(limit).endsWith("m");
            assertThat(Integer.parseInt(limit.substring(0, limit.length() - 1)))
                    .as("MiB of %s: 512 of heap, 374 beside it at most, and a quarter more", app)
                    .isGreaterThanOrEqualTo((512 + 374) * 5 / 4);
        }
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
