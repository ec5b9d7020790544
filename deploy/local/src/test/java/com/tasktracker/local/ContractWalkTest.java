package com.tasktracker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.local.ContractDocument.Operation;
import com.tasktracker.local.ContractTable.Row;
import com.tasktracker.local.Wire.Call;
import com.tasktracker.local.Wire.Reply;
import com.tasktracker.local.World.Person;
import com.tasktracker.local.settings.LaunchFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Walks every route of the document, through the gateway, with all that can be right and wrong about a request. Each
/// answer is held against the document: a success against its schema, a refusal against the problems of its route.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractWalkTest {

    private static final String NONE = "0198f2a4-0000-7000-8000-00000000dead";

    private final Map<String, Row> table = ContractTable.rows();
    private @Nullable Suite suite;
    private @Nullable World world;
    private @Nullable ContractDocument document;
    private @Nullable ContractReplies replies;

    @BeforeAll
    void start() throws LaunchFailure {
        Suite started = Suite.ofServices()
                .set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("LOGIN_THROTTLE", "off")
                // The long walk takes longer than the five minutes of a token.
                .set("ACCESS_TOKEN_LIFETIME", "1h");
        suite = started;
        started.start();
        Wire wire = new Wire(started.gateway());
        world = new World(wire);
        ContractDocument shown = new ContractDocument(
                wire.send(Call.of("GET", "/api/openapi.json", null)).json());
        document = shown;
        replies = new ContractReplies(shown);
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
    }

    private ContractReplies replies() {
        return Objects.requireNonNull(replies);
    }

    private World world() {
        return Objects.requireNonNull(world);
    }

    private ContractDocument document() {
        return Objects.requireNonNull(document);
    }

    private Row row(Operation operation) {
        Row row = table.get(operation.id());
        if (row == null) {
            throw new AssertionError(operation + " is not in the table of what is expected");
        }
        return row;
    }

    @Test
    void theTableNamesWhatThereIsAndNothingElse() {
        assertThat(document().operations())
                .extracting(Operation::id)
                .containsExactlyInAnyOrderElementsOf(table.keySet());
    }

    @Test
    void everyDocumentedTypeOfProblemHasItsSection() {
        Set<String> shown = new LinkedHashSet<>();
        document()
                .whole()
                .findValues("x-problem-types")
                .forEach(names -> names.forEach(name -> shown.add(name.asText())));

        assertThat(replies().types()).containsAll(shown);
    }

    @TestFactory
    Stream<DynamicTest> eachRouteAnswersEachRoleAsTheTableSays() {
        return walk(this::roles);
    }

    @TestFactory
    Stream<DynamicTest> eachRouteRefusesWhatIsWrongWithAnyRequest() {
        return walk(this::anyFault);
    }

    @TestFactory
    Stream<DynamicTest> eachRouteNamesWhatIsWrongWithABody() {
        return walk(this::bodyFaults);
    }

    @TestFactory
    Stream<DynamicTest> eachRouteRefusesIdsThatAreNoneForeignOrOfAnotherParent() {
        return walk(this::ids);
    }

    @TestFactory
    Stream<DynamicTest> randomBodiesAreNeverADefectOfOurs() {
        return walkAnother(operation -> randomBodies(operation, 12));
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> manyRandomBodiesAreNeverADefectOfOurs() {
        return walkAnother(operation -> randomBodies(operation, 1_000));
    }

    private Stream<DynamicTest> walk(Consumer<Operation> check) {
        return document().operations().stream()
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    check.accept(operation);
                    replies().assertAll();
                }));
    }

    /// In a world of its own: what this changes the other tests do not build on.
    private Stream<DynamicTest> walkAnother(Consumer<Operation> check) {
        World before = world();
        world = new World(before.wire());
        return walk(check).onClose(() -> world = before);
    }

    /// The right request of an actor.
    private Call valid(Operation operation, Row row, @Nullable Person actor) {
        Person person = actor == null ? world().person("owner") : actor;
        String path = operation.path();
        for (String id : row.ids()) {
            path = path.replaceFirst("\\{[^}]+}", world().fill(id, person));
        }
        Call call = Call.of(operation.method(), path, actor == null ? null : actor.token());
        return row.body().isEmpty()
                ? call
                : call.with(operation.bodyType().orElseThrow(), world().fill(row.body(), person));
    }

    /// Somebody who may.
    private Person actor(Row row, Operation operation) {
        return row.isUsedUp() || operation.path().startsWith("/auth")
                ? world().newPerson("fresh")
                : world().person(row.statuses().getFirst() == 403 ? "member" : "owner");
    }

    private void roles(Operation operation) {
        Row row = row(operation);
        if (row.isUsedUp()) {
            send(
                    operation,
                    valid(operation, row, world().newPerson("fresh")),
                    row.statuses().getFirst());
            send(
                    operation,
                    valid(operation, row, world().newPerson("fresh")).token(null),
                    row.statuses().getLast());
            return;
        }
        for (int i = 0; i < World.ROLES.size(); i++) {
            Person person = world().person(World.ROLES.get(i));
            send(operation, valid(operation, row, person), row.statuses().get(i));
        }
        send(operation, valid(operation, row, null), row.statuses().getLast());
    }

    private void anyFault(Operation operation) {
        Row row = row(operation);
        Call right = valid(operation, row, actor(row, operation));
        Reply other = replies().problem(operation, send(right.method("PUT")), 405, "method-not-allowed");
        replies()
                .soft()
                .assertThat(other.headers().firstValue("allow").orElse(""))
                .contains(operation.method(), "OPTIONS");
        replies().soft().assertThat(send(right.method("OPTIONS")).status()).isEqualTo(204);
        replies().problem(operation, send(right.path(right.path() + "/")), 404, "not-found");
        if (operation.isClosed()) {
            Reply refused = replies().problem(operation, send(right.token(null)), 401, "unauthenticated");
            replies()
                    .soft()
                    .assertThat(refused.headers().firstValue("www-authenticate"))
                    .hasValue("Bearer");
            Reply odd = replies().problem(operation, send(right.token("e30.e30.e30")), 401, "invalid-token");
            replies()
                    .soft()
                    .assertThat(odd.headers().firstValue("www-authenticate").orElse(""))
                    .contains("error=\"invalid_token\"");
        }
        if (operation.path().startsWith("/health") || operation.path().startsWith("/api")) {
            return;
        }
        replies().named(operation, send(right.path(right.path() + "?surprise=1")), "surprise", "unknown");
        if (operation.answersJson()) {
            replies().problem(operation, send(right.header("Accept", "text/html")), 406, "not-acceptable");
        }
        for (JsonNode parameter : operation.parameters("query")) {
            query(operation, right, parameter);
        }
        if (operation.bodyType().isPresent()) {
            unreadable(operation, right);
        }
    }

    private void query(Operation operation, Call right, JsonNode parameter) {
        String name = parameter.path("name").asText();
        JsonNode schema = document().resolve(parameter.path("schema"));
        JsonNode plain = schema.has("items") ? document().resolve(schema.path("items")) : schema;
        boolean isText = plain.path("type").asText().equals("string") && !plain.has("format") && !plain.has("enum");
        if (!isText || Set.of("cursor", "filter", "assigned_to", "created_by").contains(name)) {
            replies().named(operation, send(right.path(right.path() + "?" + name + "=nope")), name, "");
        }
        if (plain.has("maxLength") && !name.equals("cursor")) {
            String over = "x".repeat(plain.path("maxLength").asInt() + 1);
            replies().named(operation, send(right.path(right.path() + "?" + name + "=" + over)), name, "");
        }
        if (name.equals("page_size")) {
            for (String size : List.of("0", "-1", "1.5", "")) {
                replies().named(operation, send(right.path(right.path() + "?page_size=" + size)), name, "");
            }
            send(operation, right.path(right.path() + "?page_size=1000&include_count=true"), 200);
        }
        for (JsonNode constant : plain.path("enum")) {
            boolean isPosition = constant.asText().endsWith("position");
            if (!isPosition) {
                send(operation, right.path(right.path() + "?" + name + "=" + constant.asText()), 200);
            }
        }
    }

    private void unreadable(Operation operation, Call right) {
        String type = operation.bodyType().orElseThrow();
        String body = Objects.requireNonNull(right.body());
        Reply odd = replies().problem(operation, send(right.with("text/plain", body)), 415, "unsupported-media-type");
        replies()
                .soft()
                .assertThat(odd.headers()
                        .firstValue(operation.method().equals("PATCH") ? "accept-patch" : "accept-post")
                        .orElse(""))
                .contains(type);
        for (String text : List.of(
                "{", "[]", "7", "\"x\"", "null", body + "x", "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}")) {
            replies().problem(operation, send(right.with(type, text)), 400, "malformed-request");
        }
        if (!operation.mayLackBody()) {
            replies().problem(operation, send(right.with(type, "")), 400, "malformed-request");
        }
        replies()
                .problem(
                        operation,
                        send(right.with(type, body).header("Content-Encoding", "gzip")),
                        415,
                        "unsupported-media-type");
    }

    private void bodyFaults(Operation operation) {
        Row row = row(operation);
        if (operation.bodyType().isEmpty()) {
            return;
        }
        Call right = valid(operation, row, actor(row, operation));
        ObjectNode body = right.object();
        for (BodyFaults.Case wrong : BodyFaults.of(document(), operation.bodySchema(), body)) {
            if (wrong.isWrong()) {
                Call call = right.with(operation.bodyType().orElseThrow(), wrong.body());
                replies().named(operation, send(call), wrong.field(), wrong.code());
            } else {
                atItsBound(operation, row, wrong);
            }
        }
    }

    private void atItsBound(Operation operation, Row row, BodyFaults.Case right) {
        Call call = valid(operation, row, actor(row, operation));
        Reply reply = send(call.with(operation.bodyType().orElseThrow(), right.body()));
        replies().soft().assertThat(reply.status()).as(reply.toString()).isLessThan(500);
        replies().hold(operation, reply);
        reply.json().path("errors").forEach(fault -> {
            boolean isOfTheField = fault.path("field").asText().equals(right.field());
            replies()
                    .soft()
                    .assertThat(
                            isOfTheField && !right.mayBeFound(fault.path("code").asText()))
                    .as("%s is %s: %s", right.field(), right.code(), reply)
                    .isFalse();
        });
    }

    private void ids(Operation operation) {
        Row row = row(operation);
        Person actor = actor(row, operation);
        Call right = valid(operation, row, actor);
        List<String> segments = List.of(operation.path().split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).startsWith("{")) {
                replies().problem(operation, send(right.segment(i, "nope")), 404, "not-found");
                replies().problem(operation, send(right.segment(i, NONE)), 404, "not-found");
            }
        }
        if (row.ids().size() == 2) {
            String other = "OTHER" + row.ids().getFirst().replace("NEW", "");
            Call ofAnother =
                    right.segment(segments.indexOf("{" + parameter(segments) + "}"), world().fill(other, actor));
            replies().problem(operation, send(ofAnother), 404, "not-found");
        }
        if (right.body() != null) {
            foreign(operation, row, actor, right);
        }
    }

    private static String parameter(List<String> segments) {
        return segments.stream()
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .findFirst()
                .orElseThrow();
    }

    /// What is somebody else's is answered like what is nothing.
    private void foreign(Operation operation, Row row, Person actor, Call right) {
        String type = operation.bodyType().orElseThrow();
        for (References.Reference reference : References.of(operation, row.body())) {
            String body = world().fill(reference.body(), actor);
            Reply unknown = send(right.with(type, reference.to(body, NONE)));
            replies().problem(operation, unknown, reference.status(), reference.type());
            world().foreign().forEach((name, id) -> {
                if (!reference.mayName(name)) {
                    Reply reply = send(right.with(type, reference.to(body, id)));
                    replies()
                            .soft()
                            .assertThat(References.seen(reply, id))
                            .as("%s as %s: %s", name, reference.field(), reply)
                            .isEqualTo(References.seen(unknown, NONE));
                }
            });
        }
    }

    private void randomBodies(Operation operation, int count) {
        if (operation.bodyType().isEmpty()) {
            return;
        }
        Row row = row(operation);
        RandomBodies bodies = new RandomBodies(
                document(), world().ids(), new Random(operation.id().hashCode()));
        Call right = valid(operation, row, actor(row, operation));
        for (int i = 0; i < count; i++) {
            String body = bodies.next(operation.bodySchema());
            Reply reply = send(right.with(operation.bodyType().orElseThrow(), body));
            replies().soft().assertThat(reply.status()).as(reply.toString()).isLessThan(500);
            replies().hold(operation, reply);
        }
    }

    private Reply send(Call call) {
        return world().wire().send(call);
    }

    private void send(Operation operation, Call call, int status) {
        Reply reply = world().wire().send(call, operation.isStream());
        boolean isOnItsWay =
                reply.status() == 202 && status < 300 && operation.response(202).has("content");
        if (!isOnItsWay) {
            replies().soft().assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        }
        replies().hold(operation, reply);
    }
}
