package dev.holdfast.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A real Tomcat whose one door answers when the test says so, or never. */
class LaterAnswersTest {
    private static final BlockingQueue<CompletableFuture<ResponseEntity<?>>> ASKED = new LinkedBlockingQueue<>();

    private static ServletWebServerApplicationContext app;
    private final HttpClient client = HttpClient.newHttpClient();

    @RestController
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @Import({LaterAnswers.class, Problems.class})
    static class Door {
        @GetMapping("/later")
        CompletableFuture<ResponseEntity<?>> later() {
            CompletableFuture<ResponseEntity<?>> answer = new CompletableFuture<>();
            ASKED.add(answer);
            return answer;
        }
    }

    private static ServletWebServerApplicationContext start(String most) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Door.class)
                .run(
                        "--server.port=0",
                        "--spring.config.location=optional:classpath:/nowhere/",
                        "--spring.cloud.nacos.config.import-check.enabled=false",
                        "--spring.main.banner-mode=off",
                        "--spring.mvc.async.request-timeout=" + most);
    }

    @BeforeAll
    static void start() {
        app = start("100ms");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        URI later = URI.create("http://127.0.0.1:" + app.getWebServer().getPort() + "/later");
        HttpRequest request =
                HttpRequest.newBuilder(later).timeout(Duration.ofMinutes(1)).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertAskAgain(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(reply.headers().firstValue("retry-after")).isPresent();
        assertThat(reply.body())
                .contains("urn:holdfast:orders-unavailable")
                .contains("send the same request again, with the same key");
    }

    @Test
    void an_answer_that_never_comes_is_a_503_and_one_that_comes_later_still_is_dropped() throws InterruptedException {
        HttpResponse<String> reply = ask().join();
        assertAskAgain(reply);
        assertThat(ASKED.take().complete(ResponseEntity.ok("too late"))).isFalse();
    }

    /** Tomcat looks once a second who is late: the answers of these come before, while and after it does. */
    @Test
    void of_answer_and_timeout_one_is_written() throws InterruptedException {
        int many = 64;
        List<CompletableFuture<HttpResponse<String>>> replies =
                IntStream.range(0, many).mapToObj(i -> ask()).toList();
        for (int i = 0; i < many; i++) {
            CompletableFuture<ResponseEntity<?>> answer = ASKED.take();
            if (i == many - 1) {
                continue;
            }
            CompletableFuture.delayedExecutor(i * 20L, TimeUnit.MILLISECONDS)
                    .execute(() -> answer.complete(ResponseEntity.ok("an answer")));
        }
        int answered = 0;
        for (CompletableFuture<HttpResponse<String>> each : replies) {
            HttpResponse<String> reply = each.join();
            if (reply.statusCode() == 200) {
                assertThat(reply.body()).isEqualTo("an answer");
                answered++;
            } else {
                assertAskAgain(reply);
            }
        }
        assertThat(answered).isBetween(1, many - 1);
    }

    @Test
    void without_an_end_it_does_not_start() {
        for (String most : List.of("0s", "-1s", "")) {
            assertThatThrownBy(() -> start(most).close())
                    .rootCause()
                    .hasMessageContaining("spring.mvc.async.request-timeout must be at least 1ms");
        }
    }
}
