package dev.holdfast.proof.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.proof.check.CheckSettings.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Nacos gives to the apps.
 *
 * @param address {@code host:port}
 */
record NacosSettings(String address, Login account) {
    private static final String GROUP = "HOLDFAST";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Data id to content; without those that are not published. */
    Map<String, String> published(List<String> dataIds) throws IOException, InterruptedException {
        String token = login();
        Map<String, String> contents = new LinkedHashMap<>();
        for (String dataId : dataIds) {
            HttpResponse<String> answer =
                    send(request("/client/cs/config?groupName=" + GROUP + "&dataId=" + encoded(dataId))
                            .header("accessToken", token));
            JsonNode content = json(answer).path("data").path("content");
            if (content.isTextual()) {
                contents.put(dataId, content.asText());
            }
        }
        return contents;
    }

    private String login() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request("/auth/user/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "username=" + encoded(account.name()) + "&password=" + encoded(account.password()))));
        String token =
                answer.statusCode() == 200 ? json(answer).path("accessToken").asText() : "";
        if (token.isEmpty()) {
            throw new IOException("Nacos at " + address + " does not let " + account + " in: " + answer.statusCode());
        }
        return token;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + "/nacos/v3" + path))
                .timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return answer.body().isBlank() ? JSON.missingNode() : JSON.readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
