package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.json;
import static com.tasktracker.gateway.testing.Client.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.exchange.ProblemType;
import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.FakeServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class DocumentationTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Inject
    Gateway gateway;

    private JsonObject document() {
        try (Client client = new Client(gateway.port())) {
            return json(client.get("/api/openapi.json"));
        }
    }

    private static List<JsonObject> operations(JsonObject document) {
        List<JsonObject> operations = new ArrayList<>();
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                assertThat(METHODS).contains(operation.getKey());
                operations.add(((JsonObject) operation.getValue()).copy().put("path", path.getKey()));
            }
        }
        return operations;
    }

    @Test
    void oneDocumentHoldsTheRoutesOfAllServices() {
        JsonObject document = document();

        assertThat(document.getString("openapi")).isEqualTo("3.1.0");
        assertThat(document.getJsonObject("paths").fieldNames())
                .contains("/auth/login", "/teams/{id}", "/tasks/{id}/move", "/health/ready", "/.well-known/jwks.json")
                .noneMatch(path -> path.startsWith("/internal") || path.startsWith("/q"));
    }

    @Test
    void everyOperationSaysWhatItIsAndWhatItRefuses() {
        JsonObject document = document();
        List<String> ids = new ArrayList<>();
        for (JsonObject operation : operations(document)) {
            String path = operation.getString("path");
            ids.add(operation.getString("operationId"));
            assertThat(operation.getString("summary")).as(path).isNotBlank();
            assertThat(operation.getJsonArray("tags")).as(path).hasSize(1);
            assertThat(operation.getJsonArray("security")).as(path).isNotNull();
            assertThat(operation.getJsonObject("responses").fieldNames())
                    .as(path)
                    .contains("400", "431")
                    .anyMatch(status -> status.startsWith("2"));
            JsonObject body = operation.getJsonObject("requestBody");
            if (body != null) {
                body.getJsonObject("content")
                        .forEach(type -> assertThat(((JsonObject) type.getValue()).getJsonObject("example"))
                                .as(path)
                                .isNotNull());
                assertThat(operation.getJsonObject("responses").fieldNames())
                        .as(path)
                        .contains("413", "415");
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(55);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        JsonObject document = document();
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            Object found = document;
            for (String name : reference.substring(2).split("/", -1)) {
                found = found instanceof JsonObject object ? object.getValue(name) : null;
            }
            assertThat(found).as(reference).isNotNull();
        });
    }

    private static void collect(Object node, List<String> references) {
        if (node instanceof JsonObject object) {
            object.forEach(member -> {
                if (member.getKey().equals("$ref")) {
                    references.add((String) member.getValue());
                }
                collect(member.getValue(), references);
            });
        } else if (node instanceof JsonArray array) {
            array.forEach(element -> collect(element, references));
        }
    }

    @Test
    void everyProblemOfTheGatewayHasItsSection() throws IOException {
        String errors = Files.readString(Path.of("..", "docs", "errors.md"));

        for (ProblemType type : ProblemType.values()) {
            assertThat(errors).contains("\n### " + type.type().replace("/problems/", "") + "\n");
        }
    }

    @Test
    void theYamlSaysTheSame() {
        try (Client client = new Client(gateway.port())) {
            var response = client.get("/api/openapi.yaml");
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(10_000_000);

            assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
            Map<String, Object> read = new Yaml(options).load(response.body());
            assertThat(new JsonObject(read)).isEqualTo(document());
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        try (Client client = new Client(gateway.port())) {
            var page = client.get("/api/docs");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("http");
            assertThat(page.body()).doesNotContain("http:", "https:", "//");
            for (String part : List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js")) {
                assertThat(page.body()).contains("/api/docs/" + part);
                assertThat(client.get("/api/docs/" + part).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/openapi.json", "/api/openapi.yaml", "/api/docs", "/api/docs/start.js"})
    void whatIsKnownIsNotSentAgainAndNothingCanBeChanged(String path) {
        try (Client client = new Client(gateway.port())) {
            String tag = client.get(path).headers().firstValue("etag").orElseThrow();

            var known = client.get(path, "If-None-Match", tag);
            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(client.send("HEAD", path, "").body()).isEmpty();
            var refused = client.send("POST", path, "{}");
            problem(refused, 405, "method-not-allowed");
            assertThat(refused.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
            assertThat(client.send("OPTIONS", path, "").statusCode()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/docs/",
                "/api/docs/index.html",
                "/api/docs/theme-material.css",
                "/api/openapi"
            })
    void whatIsNotPartOfItIsNotThere(String path) {
        try (Client client = new Client(gateway.port())) {
            problem(client.get(path), 404, "not-found");
        }
    }
}
