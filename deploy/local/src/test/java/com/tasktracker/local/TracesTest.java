package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.local.TraceCollector.Span;
import com.tasktracker.local.Wire.Call;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One request is one trace through all parts.
@Tag("slow")
class TracesTest {

    private static final String CLIENT = "00f067aa0ba902b7";

    private final Random random = new Random();

    @Test
    void spanOfTheServiceIsTheChildOfTheGatewaysAndThatIsTheClients() throws Exception {
        try (TraceCollector collector = new TraceCollector();
                Suite suite = Suite.ofServices()
                        .set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address())
                        .set("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                        .set("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms")
                        .start()) {
            Api anyone = Api.at(suite.gateway());
            anyone.register("traced");
            Api owner = anyone.login("traced");
            String team = owner.team("traced");
            String board = owner.board(team, "traced");
            Wire wire = new Wire(suite.gateway());

            follow(collector, wire, owner.token(), "/users/me", "/users/me", "identity-service");
            follow(collector, wire, owner.token(), "/teams/" + team, "/teams/{id}", "team-service");
            follow(collector, wire, owner.token(), "/boards/" + board, "/boards/{id}", "task-service");
        }
    }

    private void follow(TraceCollector collector, Wire wire, String token, String path, String route, String service)
            throws Exception {
        String traceId = HexFormat.of().toHexDigits(random.nextLong() | 1)
                + HexFormat.of().toHexDigits(random.nextLong());
        assertThat(wire.send(Call.of("GET", path, token).header("traceparent", "00-" + traceId + "-" + CLIENT + "-01"))
                        .status())
                .isEqualTo(200);

        // A service tells of what happens within a request before the request has ended.
        Suite.await(
                "both have told of " + path,
                () -> collector.trace(traceId).stream()
                        .filter(span -> span.service().equals("gateway"))
                        .anyMatch(span ->
                                below(span, collector, service).findAny().isPresent()));
        Span gateway = only(collector, traceId, "gateway");
        assertThat(gateway.parentId()).isEqualTo(CLIENT);
        assertThat(gateway.name()).isEqualTo("GET " + route);
        assertThat(below(gateway, collector, service)).hasSize(1);
    }

    private static Stream<Span> below(Span parent, TraceCollector collector, String service) {
        return collector.trace(parent.traceId()).stream()
                .filter(span ->
                        span.service().equals(service) && span.parentId().equals(parent.spanId()));
    }

    private static Span only(TraceCollector collector, String traceId, String service) {
        List<Span> spans = collector.trace(traceId).stream()
                .filter(span -> span.service().equals(service))
                .toList();
        assertThat(spans).hasSize(1);
        return spans.getFirst();
    }
}
