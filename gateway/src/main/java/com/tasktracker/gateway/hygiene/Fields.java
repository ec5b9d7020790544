package com.tasktracker.gateway.hygiene;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which header fields pass the gateway: those that belong to a connection (RFC 9110, section 7.6.1) and those that a
/// client could pass
/// itself off with do not.
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

    private Fields() {}

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all;
    }

    /// Copies what a service may see of a client's header fields.
    public static void copyInward(MultiMap from, MultiMap to) {
        FieldNames named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey();
            if (!NOT_INWARD.contains(name) && !isSpoofable(name) && !named.contains(name)) {
                to.add(name, field.getValue());
            }
        }
    }

    /// Copies what a client may see of a service's header fields.
    public static void copyOutward(MultiMap from, MultiMap to) {
        FieldNames named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey();
            if (!NOT_OUTWARD.contains(name) && !named.contains(name)) {
                to.add(name, field.getValue());
            }
        }
    }

    private static final FieldNames NONE = new FieldNames(List.of("connection"));

    private static FieldNames namedByConnection(MultiMap fields) {
        String only = fields.get("connection");
        if (only == null || only.equalsIgnoreCase("keep-alive") || only.equalsIgnoreCase("close")) {
            if (only == null || fields.getAll("connection").size() == 1) {
                return NONE;
            }
        }
        List<String> names = new ArrayList<>();
        for (String value : fields.getAll("connection")) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip());
            }
        }
        return new FieldNames(names);
    }

    /// What a proxy says of a client to the services, and nobody else may.
    private static boolean isSpoofable(String name) {
        return name.regionMatches(true, 0, "x-forwarded-", 0, 12) || name.regionMatches(true, 0, "x-user-", 0, 7);
    }
}
