package dev.holdfast.proof.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the console of a Seata server 2.0 lists; the same for every store. */
record ConsoleSessions(CheckSettings.SeataAt.Console console) implements Sessions {
    /** The most that it gives at once, and the last page it has. */
    private static final int PAGE = 100;

    private static final int LAST_PAGE = 999;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Override
    public List<Session> all() throws IOException, InterruptedException {
        String authorization = login();
        // By xid: pages shift while transactions begin and end.
        Map<String, Session> sessions = new LinkedHashMap<>();
        for (int page = 1; page <= LAST_PAGE; page++) {
            JsonNode listed = data(request("/api/v1/console/globalSession/query?withBranch=false&pageSize=" + PAGE
                            + "&pageNum=" + page)
                    .header("Authorization", authorization)
                    .build());
            listed.forEach(each -> sessions.put(each.path("xid").asText(), session(each)));
            if (listed.size() < PAGE) {
                break;
            }
        }
        return new ArrayList<>(sessions.values());
    }

    private static Session session(JsonNode listed) {
        return new Session(
                listed.path("xid").asText(),
                listed.path("status").asInt(),
                listed.path("transactionName").asText(),
                listed.path("beginTime").asLong());
    }

    /** @return the whole value of the header */
    private String login() throws IOException, InterruptedException {
        String account = JSON.writeValueAsString(Map.of(
                "username", console.account().name(),
                "password", console.account().password()));
        return data(request("/api/v1/auth/login")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(account))
                        .build())
                .asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(console.address() + path)).timeout(PATIENCE);
    }

    private static JsonNode data(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode body = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
        if (!body.path("success").asBoolean()) {
            throw new IOException(request.uri() + " answers " + answer.statusCode() + " "
                    + body.path("message").asText());
        }
        return body.path("data");
    }
}
