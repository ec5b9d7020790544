package com.tasktracker.gateway.hygiene;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a request can be read in one way only. Anything else would let a client say one thing to the gateway and
/// another to the service behind it (RFC 9112, sections 3.2, 6 and 11.2).
public final class Framing {
    private static final Letters HOST =
            new Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:[]");
    private static final int MAX_LENGTH_DIGITS = 18;

    private Framing() {}

    /// What is wrong with this request, null if nothing is.
    public static @Nullable String faultOf(HttpServerRequest request) {
        MultiMap fields = request.headers();
        if (request.version() == null) {
            return "The version of HTTP must be 1.1.";
        }
        if (!isHost(fields, request.version() == HttpVersion.HTTP_1_0)) {
            return "There must be one valid Host field.";
        }
        List<String> codings = fields.getAll(HttpHeaders.TRANSFER_ENCODING);
        List<String> lengths = fields.getAll(HttpHeaders.CONTENT_LENGTH);
        if (codings.size() + lengths.size() > 1) {
            return "The length of the body is ambiguous.";
        }
        if (!codings.isEmpty() && !codings.getFirst().equalsIgnoreCase("chunked")) {
            return "The only transfer coding is chunked.";
        }
        if (!lengths.isEmpty() && !isLength(lengths.getFirst())) {
            return "The length of the body is not a number.";
        }
        if (fields.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            return "There may be one Authorization field.";
        }
        return null;
    }

    private static boolean isHost(MultiMap fields, boolean optional) {
        List<String> hosts = fields.getAll(HttpHeaders.HOST);
        return hosts.size() == 1 ? isHost(hosts.getFirst()) : hosts.isEmpty() && optional;
    }

    /// Whether this can be the value of a Host field.
    static boolean isHost(String text) {
        return HOST.containsAllOf(text);
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
    }
}
