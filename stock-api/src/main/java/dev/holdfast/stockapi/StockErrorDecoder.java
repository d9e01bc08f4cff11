package dev.holdfast.stockapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.Response;
import feign.Util;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Makes a typed refusal of problem+json; anything that is not stock-app's own word is an unknown outcome. */
final class StockErrorDecoder implements ErrorDecoder {
    private static final ObjectReader MEMBERS = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(StockRefusal.Members.class);

    @Override
    public Exception decode(String method, Response response) {
        if (madeByLoadBalancer(response)) {
            return new StockUnreachableException("no instance of stock-app is known: " + method, null);
        }
        String body = read(response);
        try {
            StockRefusal.Members members = MEMBERS.readValue(body);
            if (members != null) {
                var problem = StockProblem.of(members.type());
                if (problem.isPresent() && problem.get().status() == response.status()) {
                    return new StockRefusal(problem.get(), members);
                }
            }
        } catch (JsonProcessingException e) {
            return unanswered(method, response, body, e);
        }
        return unanswered(method, response, body, null);
    }

    /** Without an instance the load balancer answers in stock-app's place: a 503 that no server sent, so it has no header. */
    private static boolean madeByLoadBalancer(Response response) {
        return response.status() == 503 && response.headers().isEmpty();
    }

    private static String read(Response response) {
        if (response.body() == null) {
            return "";
        }
        try {
            return Util.toString(response.body().asReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "";
        }
    }

    private static Exception unanswered(String method, Response response, String body, Throwable cause) {
        String start = body.substring(0, Math.min(200, body.length()));
        return new StockUnansweredException(method + " was answered with " + response.status() + ": " + start, cause);
    }
}
