package com.tasktracker.kit.contract;

import com.tasktracker.kit.body.MayBeAbsent;
import com.tasktracker.kit.http.Versioned;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Describes one route.
final class Operations {

    /// The name of the security scheme.
    static final String TOKEN = "access_token";

    private static final String STREAM = "text/event-stream";

    private final Schemas schemas;
    private final Refusals refusals;
    private final QueryParameters queries;

    Operations(Schemas schemas, Refusals refusals) {
        this.schemas = schemas;
        this.refusals = refusals;
        this.queries = new QueryParameters(schemas);
    }

    static Header header(String name) {
        return OASFactory.createHeader().ref("#/components/headers/" + name);
    }

    Map<String, Parameter> sharedParameters() {
        return Map.of(
                "RequestId",
                header(
                                "X-Request-Id",
                                "An id of the client's for this request; comes back and stands in every log.",
                                1,
                                64)
                        .required(false),
                "IfMatch",
                header("If-Match", "The `ETag` that the change is meant for, a list of them, or `*`.", 1, 1000),
                "IfNoneMatch",
                header("If-None-Match", "The `ETag` that is known already: a 304 if it is still the one.", 1, 1000),
                "IdempotencyKey",
                header("Idempotency-Key", "Visible ASCII; a repeat within 24 hours creates nothing more.", 1, 255));
    }

    private static Parameter header(String name, String says, int min, int max) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .description(says)
                .schema(OASFactory.createSchema()
                        .addType(SchemaType.STRING)
                        .minLength(min)
                        .maxLength(max));
    }

    Map<String, Header> sharedHeaders() {
        Map<String, Header> headers = new TreeMap<>();
        headers.put("RequestId", told("The id of the request, as in every log line of it."));
        headers.put("ETag", told("Names the version and all that is shown; for `If-Match` and `If-None-Match`."));
        headers.put("Location", told("The path of what was created."));
        headers.put("Replayed", told("`true` where an earlier request with this `Idempotency-Key` created it."));
        headers.put("WwwAuthenticate", told("`Bearer`, with `error=\"invalid_token\"` where a token was sent."));
        headers.put("RetryAfter", told("Seconds until a repeat may go through."));
        return headers;
    }

    private static Header told(String says) {
        return OASFactory.createHeader()
                .description(says)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }

    Operation of(DeclaredRoute route) {
        var described = route.method().getAnnotation(org.eclipse.microprofile.openapi.annotations.Operation.class);
        Outcome outcome = route.method().getAnnotation(Outcome.class);
        Tag tag = route.method().getDeclaringClass().getAnnotation(Tag.class);
        if (described == null || described.operationId().isEmpty() || tag == null) {
            throw new IllegalStateException(
                    route.method() + " lacks an @Operation with an operationId, or its class a @Tag");
        }
        Operation operation = OASFactory.createOperation()
                .operationId(described.operationId())
                .summary(described.summary())
                .addTag(tag.name())
                .parameters(parameters(route, outcome));
        if (!described.description().isEmpty()) {
            operation.setDescription(described.description());
        }
        route.body().ifPresent(body -> operation.setRequestBody(body(route, body)));
        operation.setSecurity(new ArrayList<>());
        boolean mayHaveToken = List.of(outcome.problems()).contains("unauthenticated");
        if (!route.isPublic() || mayHaveToken) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(TOKEN));
        }
        if (route.isPublic() && mayHaveToken) {
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
        }
        operation.setResponses(responses(route, outcome));
        return operation;
    }

    private List<Parameter> parameters(DeclaredRoute route, Outcome outcome) {
        List<Parameter> parameters = new ArrayList<>();
        for (String name : route.pathParameters()) {
            parameters.add(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.PATH)
                    .required(true)
                    .description("The id of the " + subject(route, name) + ".")
                    .schema(OASFactory.createSchema().addType(SchemaType.STRING).format("uuid")));
        }
        parameters.addAll(queries.of(route.method()));
        if (outcome.conditional()) {
            parameters.add(shared("IfMatch"));
        }
        if (route.verb().equals("GET") && isVersioned(shown(route, outcome))) {
            parameters.add(shared("IfNoneMatch"));
        }
        if (outcome.repeatable()) {
            parameters.add(shared("IdempotencyKey"));
        }
        parameters.add(shared("RequestId"));
        return parameters;
    }

    /// `/teams/{team_id}/members/{user_id}`: the team, the user; `/tasks/{id}`: the task.
    private static String subject(DeclaredRoute route, String name) {
        if (!name.equals("id")) {
            return name.substring(0, name.length() - "_id".length());
        }
        String before = route.template().substring(0, route.template().indexOf("/{id}"));
        String plural = before.substring(before.lastIndexOf('/') + 1);
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }

    private static Parameter shared(String name) {
        return OASFactory.createParameter().ref("#/components/parameters/" + name);
    }

    private RequestBody body(DeclaredRoute route, Class<?> type) {
        var schema = schemas.reference(type);
        Object example = schemas.example(schema);
        RequestBody body = OASFactory.createRequestBody()
                .required(!type.isAnnotationPresent(MayBeAbsent.class))
                .content(OASFactory.createContent());
        for (String mediaType : route.consumes()) {
            body.getContent()
                    .addMediaType(
                            mediaType,
                            OASFactory.createMediaType().schema(schema).example(example));
        }
        return body;
    }

    private APIResponses responses(DeclaredRoute route, Outcome outcome) {
        APIResponses responses = OASFactory.createAPIResponses();
        boolean isStream = route.produces().equals(STREAM);
        @Nullable Type shown = isStream ? null : shown(route, outcome);
        int status = outcome.status() != 0 ? outcome.status() : shown == null && !isStream ? 204 : 200;
        APIResponse success = OASFactory.createAPIResponse()
                .description(isStream ? "Server-sent events, until one that is named `end`." : said(status, shown))
                .addHeader("X-Request-Id", header("RequestId"));
        if (isStream) {
            success.content(OASFactory.createContent()
                    .addMediaType(
                            STREAM,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().addType(SchemaType.STRING))));
        }
        if (shown != null) {
            var schema = schemaOf(shown);
            success.content(OASFactory.createContent()
                    .addMediaType(
                            route.produces(),
                            OASFactory.createMediaType().schema(schema).example(schemas.example(schema))));
        }
        if (isVersioned(shown)) {
            success.addHeader("ETag", header("ETag"));
            if (route.verb().equals("GET")) {
                responses.addAPIResponse(
                        "304",
                        OASFactory.createAPIResponse()
                                .description("It is as you know it.")
                                .addHeader("ETag", header("ETag"))
                                .addHeader("X-Request-Id", header("RequestId")));
            }
        }
        if (status == 201) {
            success.addHeader("Location", header("Location"));
        }
        if (outcome.repeatable()) {
            success.addHeader("Idempotency-Replayed", header("Replayed"));
        }
        responses.addAPIResponse(Integer.toString(status), success);
        if (outcome.propagates()) {
            responses.addAPIResponse("202", propagating());
        }
        refusals.addTo(responses, route, outcome);
        return responses;
    }

    private APIResponse propagating() {
        schemas.add(
                "Propagating",
                OASFactory.createSchema()
                        .addType(SchemaType.OBJECT)
                        .addProperty(
                                "status",
                                OASFactory.createSchema()
                                        .addType(SchemaType.STRING)
                                        .addEnumeration("propagating"))
                        .addProperty(
                                "in_force_by",
                                OASFactory.createSchema()
                                        .addType(SchemaType.STRING)
                                        .format("date-time"))
                        .required(List.of("status", "in_force_by")));
        return OASFactory.createAPIResponse()
                .description("It is recorded, and in force on every service by that time at the latest.")
                .addHeader("X-Request-Id", header("RequestId"))
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                        .schema(Schemas.reference("Propagating"))
                                        .example(schemas.example(Schemas.reference("Propagating")))));
    }

    private static String said(int status, @Nullable Type shown) {
        return switch (status) {
            case 201 -> "It is created.";
            case 202 -> "It will be done.";
            case 204 -> "It is done.";
            default ->
                shown instanceof Class<?> view
                        ? "The "
                                + Schemas.nameOf(view)
                                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                                        .toLowerCase(Locale.ROOT) + "."
                        : "One page.";
        };
    }

    private org.eclipse.microprofile.openapi.models.media.Schema schemaOf(Type shown) {
        return shown instanceof ParameterizedType page
                ? schemas.page((Class<?>) page.getActualTypeArguments()[0])
                : schemas.reference((Class<?>) shown);
    }

    private static boolean isVersioned(@Nullable Type shown) {
        return shown instanceof Class<?> view && Versioned.class.isAssignableFrom(view);
    }

    /// The view or the [Page] of views that success shows; `null` for nothing.
    private static @Nullable Type shown(DeclaredRoute route, Outcome outcome) {
        if (outcome.view() != void.class) {
            return outcome.view();
        }
        Optional<APIResponseSchema> schema = Optional.ofNullable(route.method().getAnnotation(APIResponseSchema.class));
        if (schema.isPresent()) {
            return schema.get().value();
        }
        Type answer = route.method().getGenericReturnType();
        if (answer instanceof ParameterizedType generic && generic.getRawType() == RestResponse.class) {
            answer = generic.getActualTypeArguments()[0];
        }
        boolean isNothing = answer == void.class
                || answer == Void.class
                || answer == Object.class
                || (answer instanceof Class<?> view && Schemas.nameOf(view).equals("Propagating"));
        return isNothing ? null : answer;
    }
}
