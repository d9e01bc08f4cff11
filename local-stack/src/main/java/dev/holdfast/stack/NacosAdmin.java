package dev.holdfast.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What the stack does in Nacos as its administrator: accounts, configuration, a look at who is registered. */
final class NacosAdmin {

    static final String GROUP = "HOLDFAST";
    private static final String ROLE = "holdfast-apps";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private volatile String token = "";

    NacosAdmin(int port) {
        this.base = "http://127.0.0.1:" + port + "/nacos/v3";
    }

    /** Makes the administrator if there is none yet, and logs in. */
    boolean login() throws IOException, InterruptedException {
        Accounts.Account admin = Accounts.NACOS_ADMIN;
        send("POST", "/auth/user/admin", Map.of("password", admin.password()));
        HttpResponse<String> answer =
                send("POST", "/auth/user/login", Map.of("username", admin.name(), "password", admin.password()));
        if (answer.statusCode() != 200) {
            return false;
        }
        token = JSON.readTree(answer.body()).path("accessToken").asText();
        return !token.isEmpty();
    }

    /** The account of the apps and of Seata: any service may be registered, and our configuration read. */
    void admitApps() throws IOException, InterruptedException {
        Accounts.Account apps = Accounts.NACOS_APPS;
        // All three are repeated at every start; Nacos refuses what is there, and the login below is what counts.
        send("POST", "/auth/user", Map.of("username", apps.name(), "password", apps.password()));
        send("POST", "/auth/role", Map.of("role", ROLE, "username", apps.name()));
        JsonNode known = data(send(
                        "GET",
                        "/auth/permission/list",
                        Map.of("role", ROLE, "pageNo", "1", "pageSize", "100", "search", "accurate")))
                .path("pageItems");
        // Listening for changes is asked for many configurations at once, so it is not granted by a single group.
        for (Map.Entry<String, String> right :
                Map.of("public:*:naming/*", "rw", "public:*:config/*", "r").entrySet()) {
            if (known.findValuesAsText("resource").stream().noneMatch(right.getKey()::equals)) {
                send(
                        "POST",
                        "/auth/permission",
                        Map.of("role", ROLE, "resource", right.getKey(), "action", right.getValue()));
            }
        }
        HttpResponse<String> login =
                send("POST", "/auth/user/login", Map.of("username", apps.name(), "password", apps.password()));
        if (login.statusCode() != 200) {
            throw new StackFailure("Nacos does not admit the account " + apps.name() + ": " + login.body());
        }
    }

    /** Returns when clients can read it. */
    void publish(String dataId, String content) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(
                "POST",
                "/admin/cs/config",
                Map.of("dataId", dataId, "groupName", GROUP, "type", "yaml", "content", content));
        if (!data(answer).asBoolean()) {
            throw new StackFailure("Nacos refuses " + dataId + ": " + answer.statusCode() + " " + answer.body());
        }
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!content.equals(published(dataId))) {
            if (System.nanoTime() > end) {
                throw new StackFailure("Nacos took " + dataId + " but does not give it to clients");
            }
            Thread.sleep(20);
        }
    }

    /** As clients see it; null if there is none. */
    String published(String dataId) throws IOException, InterruptedException {
        JsonNode content = data(send("GET", "/client/cs/config", Map.of("dataId", dataId, "groupName", GROUP)))
                .path("content");
        return content.isTextual() ? content.asText() : null;
    }

    /** A healthy instance of the service at this address, in whatever group and cluster it chose. */
    boolean registered(String service, int port) throws IOException, InterruptedException {
        JsonNode services = data(send(
                "GET",
                "/admin/ns/service/list",
                Map.of("serviceNameParam", service, "pageNo", "1", "pageSize", "20", "withInstances", "true")));
        for (JsonNode each : services.path("pageItems")) {
            if (each.path("serviceName").asText().equals(service) && hasHealthyHost(each.path("clusterMap"), port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHealthyHost(JsonNode clusters, int port) {
        for (JsonNode cluster : clusters) {
            for (JsonNode host : cluster.path("hosts")) {
                if (host.path("port").asInt() == port && host.path("healthy").asBoolean()) {
                    return true;
                }
            }
        }
        return false;
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        String form = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        boolean post = method.equals("POST");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path + (post ? "" : "?" + form)))
                .timeout(Duration.ofSeconds(10))
                .header("accessToken", token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, post ? HttpRequest.BodyPublishers.ofString(form) : HttpRequest.BodyPublishers.noBody());
        return Probe.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode data(HttpResponse<String> answer) throws IOException {
        return answer.body().isBlank()
                ? JSON.missingNode()
                : JSON.readTree(answer.body()).path("data");
    }
}
