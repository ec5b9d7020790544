package com.tasktracker.gateway.hygiene;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which header fields pass the gateway: those that belong to a connection (RFC 9110, section 7.6.1) and those that a
/// client could pass itself off with do not.
public final class Fields {
    /// Host and Content-Length are set anew.
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private static final FieldNames NOT_INWARD = new FieldNames(with(
            HOP_BY_HOP,
            "host",
            "content-length",
            "expect",
            "x-request-id",
            "traceparent",
            "tracestate",
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override"));

    private static final FieldNames NOT_OUTWARD =
            new FieldNames(with(HOP_BY_HOP, "content-length", "x-request-id", "server", "x-powered-by"));

    private static final List<String> OF_REFUSALS =
            List.of("allow", "www-authenticate", "retry-after", "accept-post", "accept-patch");

    private static final List<Map.Entry<String, String>> UNLESS_GIVEN = List.of(
            Map.entry("strict-transport-security", "max-age=31536000"),
            Map.entry("x-content-type-options", "nosniff"),
            Map.entry("content-security-policy", "frame-ancestors 'none'"),
            Map.entry("cache-control", "no-store"));

    private Fields() {}

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }

    /// Copies what a service may see of a client's header fields.
    public static void copyInward(MultiMap from, MultiMap to) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey();
            if (!NOT_INWARD.contains(name) && !isSpoofable(name) && !named.contains(name)) {
                to.add(name, field.getValue());
            }
        }
    }

    /// Copies what a client may see of a service's header fields.
    public static void copyOutward(MultiMap from, MultiMap to) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey();
            if (!NOT_OUTWARD.contains(name) && !isCors(name) && !named.contains(name)) {
                to.add(name, field.getValue());
            }
        }
    }

    /// A tree, since these names are the client's to choose: it could choose them to have one hash.
    private static Set<String> namedByConnection(MultiMap fields) {
        String only = fields.get("connection");
        if (only == null || only.equalsIgnoreCase("keep-alive") || only.equalsIgnoreCase("close")) {
            if (only == null || fields.getAll("connection").size() == 1) {
                return Set.of();
            }
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String value : fields.getAll("connection")) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip());
            }
        }
        return names;
    }

    /// Copies what belongs to the status of a refusal, whatever its body was.
    public static void copyOfRefusal(MultiMap from, MultiMap to) {
        for (String name : OF_REFUSALS) {
            String value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    /// Fills in what the service left open, on each response.
    public static void complete(MultiMap fields) {
        for (Map.Entry<String, String> field : UNLESS_GIVEN) {
            if (!fields.contains(field.getKey())) {
                fields.set(field.getKey(), field.getValue());
            }
        }
    }

    /// Says to the service who is asking.
    public static void introduce(Clients.Client client, MultiMap fields) {
        fields.set("x-forwarded-for", client.address());
        fields.set("x-forwarded-proto", client.scheme());
        if (!client.host().isEmpty()) {
            fields.set("x-forwarded-host", client.host());
        }
    }

    /// That is for the gateway to say.
    private static boolean isCors(String name) {
        return name.regionMatches(true, 0, "access-control-", 0, 15);
    }

    /// What a proxy says of a client to the services, and nobody else may.
    private static boolean isSpoofable(String name) {
        return name.regionMatches(true, 0, "x-forwarded-", 0, 12) || name.regionMatches(true, 0, "x-user-", 0, 7);
    }
}
