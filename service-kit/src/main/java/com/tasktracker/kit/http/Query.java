package com.tasktracker.kit.http;

import com.tasktracker.kit.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The query of a request, decoded, as it was sent: every value of every name in its order.
final class Query {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
    }

    /// Of a query as it stands in a request target, without its question mark.
    static Query of(@Nullable String raw) {
        return new Query(raw);
    }

    static Query of(RoutingContext context) {
        return new Query(context.request().query());
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Problem.malformed("The query is not percent-encoded as it should be.");
        }
    }

    /// The query with its question mark, without the parameters of these names; empty where none is left.
    String without(Set<String> names) {
        StringBuilder kept = new StringBuilder();
        values.forEach((name, all) -> {
            if (!names.contains(name)) {
                for (String value : all) {
                    kept.append(kept.isEmpty() ? '?' : '&')
                            .append(encode(name))
                            .append('=')
                            .append(encode(value));
                }
            }
        });
        return kept.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Set<String> names() {
        return values.keySet();
    }

    List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }
}
