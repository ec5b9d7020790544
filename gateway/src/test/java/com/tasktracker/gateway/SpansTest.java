package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeService;
import com.tasktracker.gateway.testing.RawClient;
import com.tasktracker.gateway.testing.Wait;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
    private static final String SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0";

    private final Vertx vertx = Vertx.vertx();
    private final FakeService task = new FakeService(vertx, "task", 0);
    private final Collected collected = new Collected();

    private static final class Collected implements SpanExporter {
        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void requestIsTheRootOfATraceThatTheServiceGoesOnWith() throws Exception {
        try (RunningGateway gateway = start(Sampler.alwaysOn());
                Client client = new Client(gateway.port())) {
            HttpResponse<String> response = client.get("/tasks/1/comments/2?secret=1", "X-Request-Id", "seen-1");

            SpanData span = onlySpan();
            assertThat(span.getName()).isEqualTo("GET /tasks/{id}/comments/{comment_id}");
            assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(span.getParentSpanContext().isValid()).isFalse();
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(span.getEndEpochNanos()).isGreaterThan(span.getStartEpochNanos());
            assertThat(attributes(span))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "http.request.method", "GET",
                            "http.route", "/tasks/{id}/comments/{comment_id}",
                            "http.response.status_code", "200",
                            "request.id", "seen-1",
                            "upstream", "task-service"));
            assertThat(traceparent(response)).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void traceOfTheClientGoesOnWhateverItSaysOfSampling(String sampled) throws Exception {
        try (RunningGateway gateway = start(Sampler.traceIdRatioBased(1));
                Client client = new Client(gateway.port())) {
            HttpResponse<String> response = client.get("/tasks/1", "traceparent", SENT + sampled, "tracestate", "a=b");

            SpanData span = onlySpan();
            assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(traceparent(response)).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
            assertThat(json(response).getJsonObject("headers").getJsonArray("tracestate"))
                    .containsExactly("a=b");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void whatIsNotSampledIsNotSampledByTheServicesEither(String sampled) throws Exception {
        try (RunningGateway gateway = start(Sampler.traceIdRatioBased(0));
                Client client = new Client(gateway.port())) {
            List<String> told = new ArrayList<>();
            told.add(traceparent(client.get("/tasks/1")));
            told.add(traceparent(client.get("/tasks/1", "traceparent", SENT + sampled)));

            assertThat(told).allMatch(parent -> parent.endsWith("-00"));
            assertThat(told.get(1)).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
            gateway.stop();
            assertThat(collected.spans).isEmpty();
        }
    }

    @Test
    void failuresShow() throws Exception {
        try (RunningGateway gateway = start(Sampler.alwaysOn());
                Client client = new Client(gateway.port())) {
            client.send("POST", "/tasks/break", "{}");

            assertThat(onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(attributes(onlySpan())).containsEntry("http.response.status_code", "502");
        }
    }

    @Test
    void namesAreFewWhateverIsAskedFor() throws Exception {
        try (RunningGateway gateway = start(Sampler.alwaysOn());
                Client client = new Client(gateway.port());
                RawClient raw = new RawClient(gateway.port())) {
            client.get("/nowhere/1");
            Wait.until(() -> collected.spans.size() == 1);
            client.send("BREW", "/tasks/1", "");
            Wait.until(() -> collected.spans.size() == 2);
            raw.send("nonsense\n\n").readToEnd();
            Wait.until(() -> collected.spans.size() == 3);

            assertThat(collected.spans.stream().map(SpanData::getName))
                    .containsExactly("GET", "HTTP /tasks/{id}", "GET");
            assertThat(collected.spans.stream().map(span -> attributes(span).get("http.response.status_code")))
                    .containsExactly("404", "405", "400");
            assertThat(attributes(collected.spans.get(1))).containsEntry("http.request.method", "_OTHER");
        }
    }

    @Test
    void whoAsksWhetherAllIsWellIsNotTraced() throws Exception {
        try (RunningGateway gateway = start(Sampler.alwaysOn());
                Client client = new Client(gateway.port())) {
            client.get("/health/ready");
            client.get("/health/live");
            client.get("/tasks/1");

            assertThat(onlySpan().getName()).isEqualTo("GET /tasks/{id}");
        }
    }

    @ParameterizedTest
    @CsvSource({"http://collector:4317, false", "'', true", "unset, true"})
    void tracesAreMadeWhereThereIsSomewhereToSendThem(String endpoint, boolean off) throws Exception {
        Map<String, String> settings =
                endpoint.equals("unset") ? Map.of() : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);

        assertThat(RunningGateway.read(settings).tracesOff()).isEqualTo(off);
    }

    private RunningGateway start(Sampler sampler) throws Exception {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(collected))
                .build();
        return new RunningGateway(
                Map.of("TASK_URL", task.url(), "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"),
                Clock.systemUTC(),
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    }

    private SpanData onlySpan() {
        Wait.until(() -> !collected.spans.isEmpty());
        assertThat(collected.spans).hasSize(1);
        return collected.spans.getFirst();
    }

    private static String traceparent(HttpResponse<String> response) {
        return json(response)
                .getJsonObject("headers")
                .getJsonArray("traceparent")
                .getString(0);
    }

    private static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> ((AttributeKey<?>) entry.getKey()).getKey(),
                        entry -> entry.getValue().toString()));
    }
}
