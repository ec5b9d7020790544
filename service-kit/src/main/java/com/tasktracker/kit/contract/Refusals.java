package com.tasktracker.kit.contract;

import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.text.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/// The problems that a route may answer, as responses. Those that many routes share are written once.
final class Refusals {

    private static final String PROBLEM = "Problem";

    private final Map<String, APIResponse> shared = new TreeMap<>();

    Refusals(Schemas schemas) {
        schemas.add("Fault", fault());
        schemas.add(PROBLEM, problem());
    }

    Map<String, APIResponse> shared() {
        return shared;
    }

    /// Adds the problems of a route to its responses.
    void addTo(APIResponses responses, DeclaredRoute route, Outcome outcome) {
        for (Map.Entry<Integer, List<String>> problems : of(route, outcome).entrySet()) {
            String status = problems.getKey().toString();
            String name = "Problem" + status
                    + problems.getValue().stream().map(type -> "-" + type).collect(Collectors.joining());
            shared.computeIfAbsent(name, _ -> response(problems.getValue()));
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }

    /// By status.
    private static Map<Integer, List<String>> of(DeclaredRoute route, Outcome outcome) {
        List<String> types = new ArrayList<>(
                List.of("validation-failed", "malformed-request", "not-acceptable", "internal-error", "unavailable"));
        types.addAll(Arrays.asList(outcome.problems()));
        if (!route.isPublic()) {
            types.addAll(List.of("unauthenticated", "invalid-token", "session-ended"));
        }
        if (!route.pathParameters().isEmpty()) {
            types.add("not-found");
        }
        if (route.body().isPresent()) {
            types.addAll(List.of("content-too-large", "unsupported-media-type"));
        }
        if (outcome.conditional()) {
            types.add("precondition-failed");
        }
        if (outcome.repeatable()) {
            types.addAll(List.of("request-in-progress", "idempotency-key-reused"));
        }
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        for (String type : new TreeSet<>(types)) {
            byStatus.computeIfAbsent(ProblemType.named(type).status(), _ -> new ArrayList<>())
                    .add(type);
        }
        return byStatus;
    }

    private static APIResponse response(List<String> types) {
        MediaType content = OASFactory.createMediaType().schema(Schemas.reference(PROBLEM));
        for (String name : types) {
            ProblemType type = ProblemType.named(name);
            content.addExample(name, OASFactory.createExample().value(example(type)));
        }
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream()
                        .map(type ->
                                "`" + type + "`: " + ProblemType.named(type).title() + ".")
                        .collect(Collectors.joining(" ")))
                .content(OASFactory.createContent().addMediaType("application/problem+json", content))
                .extensions(new LinkedHashMap<>());
        response.addExtension("x-problem-types", types);
        int status = ProblemType.named(types.getFirst()).status();
        response.addHeader("X-Request-Id", Operations.header("RequestId"));
        if (status == 401) {
            response.addHeader("WWW-Authenticate", Operations.header("WwwAuthenticate"));
        } else if (status == 412) {
            response.addHeader("ETag", Operations.header("ETag"));
        } else if (status == 503) {
            response.addHeader("Retry-After", Operations.header("RetryAfter"));
        }
        return response;
    }

    private static Map<String, Object> example(ProblemType type) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "/problems/" + type.name());
        problem.put("title", type.title());
        problem.put("status", type.status());
        problem.put("detail", "A sentence for a person.");
        problem.put("instance", "/tasks");
        problem.put("request_id", "0198f2a4-6c1e-7b3a-9d52-3f1e8a7c5b60");
        if (type.name().equals("validation-failed")) {
            problem.put(
                    "errors",
                    List.of(new TreeMap<>(Map.of(
                            "field", "title", "code", "too_long", "detail", "must have at most 200 characters"))));
        }
        return problem;
    }

    private static Schema text(String says) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(says);
    }

    private static Schema fault() {
        Schema code = text("What kind of wrong it is.");
        for (Fault.Code each : Fault.Code.values()) {
            code.addEnumeration(Json.nameOf(each));
        }
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("field", text("A path such as `profile.timezone`, or a parameter's name."))
                .addProperty("code", code)
                .addProperty("detail", text("A sentence without its subject."))
                .required(List.of("field", "code"));
    }

    private static Schema problem() {
        Schema faults = OASFactory.createSchema()
                .addType(SchemaType.ARRAY)
                .items(Schemas.reference("Fault"))
                .description("All that is wrong, at once.");
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("RFC 9457. `type` is stable; decide by it.")
                .addProperty("type", text("Such as `/problems/validation-failed`."))
                .addProperty("title", text("What this type is about."))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("What is wrong this time."))
                .addProperty("instance", text("The path of the request."))
                .addProperty("request_id", text("As in `X-Request-Id`."))
                .addProperty("errors", faults)
                .addProperty(
                        "conflicts",
                        OASFactory.createSchema()
                                .addType(SchemaType.OBJECT)
                                .additionalPropertiesSchema(
                                        OASFactory.createSchema().booleanSchema(true))
                                .description("With 412: the members sent whose current value differs."))
                .addProperty(
                        "allowed_transitions",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .items(OASFactory.createSchema().addType(SchemaType.STRING))
                                .description("With `invalid-transition`."))
                .required(List.of("type", "title", "status", "detail", "instance", "request_id"));
    }
}
