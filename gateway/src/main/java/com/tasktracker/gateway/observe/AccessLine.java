package com.tasktracker.gateway.observe;

import com.tasktracker.gateway.exchange.Exchange;
import java.time.Instant;

/// A request as the access log shows it. Never a token, a query or a body: of the path only the route that it is one
/// of.
///
/// @param route `-` for none
/// @param nanos from its first byte to the last of its response
/// @param bytes of the response's body
/// @param status 499 where the client left before it was answered
record AccessLine(
        Instant at,
        String method,
        String route,
        int status,
        long nanos,
        long bytes,
        String user,
        String requestId,
        String client,
        String upstream) {
    static AccessLine of(Exchange exchange, Instant at, long nanos) {
        return new AccessLine(
                at,
                exchange.request().method().name(),
                exchange.route().template().isEmpty() ? "-" : exchange.route().template(),
                exchange.outcome(),
                nanos,
                exchange.response().bytesWritten(),
                exchange.user(),
                exchange.requestId(),
                exchange.client().address(),
                exchange.upstream());
    }

    void appendText(StringBuilder to) {
        to.append(at).append(" INFO  [access] ");
        appendSafe(to, method)
                .append(' ')
                .append(route)
                .append(' ')
                .append(status)
                .append(' ');
        appendMillis(to).append(" ms ").append(bytes).append(" B user=");
        appendSafe(to, user.isEmpty() ? "-" : user).append(" request=").append(requestId);
        to.append(" client=").append(client);
        to.append(" upstream=").append(upstream.isEmpty() ? "-" : upstream).append('\n');
    }

    void appendJson(StringBuilder to) {
        to.append("{\"timestamp\":\"")
                .append(at)
                .append("\",\"level\":\"INFO\",\"loggerName\":\"access\",\"method\":\"");
        appendSafe(to, method).append("\",\"route\":\"").append(route);
        to.append("\",\"status\":").append(status).append(",\"duration_ms\":");
        appendMillis(to).append(",\"bytes\":").append(bytes);
        if (!user.isEmpty()) {
            appendSafe(to.append(",\"user_id\":\""), user).append('"');
        }
        to.append(",\"request_id\":\"").append(requestId);
        to.append("\",\"client\":\"").append(client);
        to.append("\",\"upstream\":\"").append(upstream).append("\"}\n");
    }

    private StringBuilder appendMillis(StringBuilder to) {
        long micros = nanos / 1000;
        to.append(micros / 1000).append('.');
        long rest = micros % 1000;
        return to.append(rest < 10 ? "00" : rest < 100 ? "0" : "").append(rest);
    }

    /// What comes from outside can neither end a line nor a string.
    private static StringBuilder appendSafe(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            to.append(c <= ' ' || c >= 0x7f || c == '"' || c == '\\' ? '?' : c);
        }
        return to;
    }
}
