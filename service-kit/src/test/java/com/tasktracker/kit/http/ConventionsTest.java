package com.tasktracker.kit.http;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ConventionsTest {

    private static final UUID USER = UUID.fromString("01900000-0000-7000-8000-000000000001");

    @Inject
    Sql sql;

    @BeforeEach
    void emptyNotes() {
        sql.update("DELETE FROM note");
        TestTokens.publish(sql);
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", TestTokens.bearer(USER)).contentType("application/json");
    }

    private static Response create(String title) {
        return caller().body("{\"title\": \"" + title + "\"}").post("/notes");
    }

    @Test
    void everyFaultOfABodyIsNamedAtOnce() {
        caller().body("""
                        {"title": "", "body": 5, "due_date": "tomorrow", "colour": "blue", "labels": ["a", "abcdef", 7],
                         "frame": {"kind": "x", "width": 10, "depth": 1}, "metadata": {"a": {"b": {}}}, "pinned": "yes",
                         "owner": "me", "slug": "A1", "id": "x", "colour": "red", "weight": 3}""")
                .post("/notes")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/validation-failed"))
                .body("status", equalTo(400))
                .body("instance", equalTo("/notes"))
                .body("request_id", notNullValue())
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "colour duplicate",
                                "id read_only",
                                "weight unknown",
                                "title too_short",
                                "body wrong_type",
                                "due_date malformed",
                                "colour not_allowed",
                                "labels[1] too_long",
                                "labels[2] wrong_type",
                                "frame.depth unknown",
                                "frame.width out_of_range",
                                "metadata out_of_range",
                                "pinned wrong_type",
                                "owner malformed",
                                "slug malformed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|malformed-request",
                "[]|malformed-request",
                "{\"title\": \"a\"} x|malformed-request",
                "{\"title\":|malformed-request",
                "{\"title\": NaN}|malformed-request",
                "{\"metadata\": {\"n\": 1e99999999999}}|malformed-request",
                "{\"title\": \"a\", \"metadata\": {\"n\": 1e200000}}|validation-failed",
                "{}|validation-failed",
                "{\"title\": null}|validation-failed",
                "{\"title\": \"a\\u0000b\"}|validation-failed",
                "{\"title\": \"\\ud800\"}|validation-failed"
            })
    void whatCannotBeReadIsToldFromWhatIsNotValid(String body, String type) {
        caller().body(body).post("/notes").then().statusCode(400).body("type", equalTo("/problems/" + type));
    }

    @Test
    void nestingHasALimit() {
        caller().body("{\"metadata\":" + "[".repeat(40) + "]".repeat(40) + "}")
                .post("/notes")
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/malformed-request"));
    }

    @Test
    void aBodyOverOneMebibyteIsTooLarge() {
        caller().body("{\"title\": \"" + "a".repeat(1 << 20) + "\"}")
                .post("/notes")
                .then()
                .statusCode(413)
                .body("type", equalTo("/problems/content-too-large"));
    }

    @Test
    void textIsKeptByItsRules() {
        caller().body(
                        "{\"title\": \"  Cafe\\u0301 \\n au  lait \", \"body\": \" kept \\n\", \"due_date\": \"2026-12-01\"}")
                .post("/notes")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("(http://[^/]+)?/notes/[0-9a-f-]{36}"))
                .header("ETag", matchesPattern("\"1-[0-9a-f]{16}\""))
                .body("title", equalTo("Café au lait"))
                .body("body", equalTo(" kept \n"))
                .body("due_date", equalTo("2026-12-01T23:59:59Z"))
                .body("version", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /notes/not-an-id, 404",
        "GET, /notes/, 404",
        "PUT, /notes/not-an-id, 404",
        "DELETE, /notes, 405",
        "GET, /notes/farewell, 405",
        "PUT, /notes/01900000-0000-7000-8000-000000000001, 405",
        "GET, /notes, 401",
        "POST, /notes, 401"
    })
    void unknownRoutesAndMethodsComeBeforeTheCaller(String method, String path, int status) {
        given().contentType("text/plain")
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status));
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        given().put("/notes").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS, POST");
        given().options("/notes").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS, POST");
        given().options("/nothing").then().statusCode(404);
    }

    @Test
    void aTypeThatIsNotReadIsRefusedOnlyToCallers() {
        given().contentType("text/plain").body("x").post("/notes").then().statusCode(401);
        caller().contentType("text/plain")
                .body("x")
                .post("/notes")
                .then()
                .statusCode(415)
                .header("Accept-Post", "application/json")
                .body("type", equalTo("/problems/unsupported-media-type"));
        caller().contentType("text/plain")
                .body("x")
                .patch("/notes/" + USER)
                .then()
                .statusCode(415)
                .header("Accept-Patch", "application/merge-patch+json, application/json");
        caller().header("Content-Encoding", "gzip")
                .body("x")
                .post("/notes")
                .then()
                .statusCode(415);
        caller().accept("text/html").get("/notes").then().statusCode(406);
        caller().accept("text/html, */*;q=0.1").get("/notes").then().statusCode(200);
    }

    @Test
    void thatTheSessionHasEndedComesBeforeTypesAndFaults() {
        UUID session = UUID.randomUUID();
        sql.update("INSERT INTO ended_session (sid, until) VALUES (?, now())", session);
        List<Response> refusals = List.of(
                ended(session).contentType("text/plain").body("x").post("/notes"),
                ended(session).accept("text/html").get("/notes"),
                ended(session)
                        .contentType("application/json")
                        .body("{\"titel\": 1}")
                        .post("/notes"),
                ended(session).contentType("application/json").body("no JSON").post("/notes"),
                ended(session).get("/notes?unknown=1"),
                ended(session).get("/notes?page_size=0"));
        for (Response refusal : refusals) {
            refusal.then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""))
                    .body("type", equalTo("/problems/session-ended"));
        }
    }

    private static RequestSpecification ended(UUID session) {
        return given().header("Authorization", "Bearer " + TestTokens.of(USER, session));
    }

    @Test
    void unknownAndBadParametersAreNamedTogether() {
        caller().get("/notes?colour=red&page_size=0&ordering=weight&cursor=abc&search=&include_count=maybe")
                .then()
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "colour unknown",
                                "page_size out_of_range",
                                "ordering not_allowed",
                                "cursor malformed",
                                "search too_short",
                                "include_count malformed"));
        caller().get("/notes/" + USER + "?x=1").then().statusCode(400).body("errors[0].field", equalTo("x"));
    }

    @Test
    void whatIsKnownAlreadyIsNotSentAgain() {
        Response created = create("one");
        String path = "/notes/" + created.path("id");
        String tag = created.header("ETag");
        caller().get(path)
                .then()
                .statusCode(200)
                .header("ETag", tag)
                .header("Cache-Control", "private, no-cache")
                .body("title", equalTo("one"));
        caller().header("If-None-Match", "\"x\", W/" + tag)
                .get(path)
                .then()
                .statusCode(304)
                .body(equalTo(""));
        caller().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);
        caller().head(path).then().statusCode(200).header("ETag", tag).body(equalTo(""));
    }

    @Test
    void aStaleVersionChangesNothing() {
        Response created = create("one");
        String path = "/notes/" + created.path("id");
        String tag = created.header("ETag");
        caller().header("If-Match", "\"x\", " + tag)
                .body("{\"title\": \"two\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
        caller().header("If-Match", tag)
                .body("{\"title\": \"three\"}")
                .patch(path)
                .then()
                .statusCode(412)
                .header("ETag", matchesPattern("\"2-[0-9a-f]{16}\""))
                .body("type", equalTo("/problems/precondition-failed"))
                .body("conflicts.title", equalTo("two"));
        caller().header("If-Match", "").body("{}").patch(path).then().statusCode(400);
        caller().header("If-Match", "three").body("{}").patch(path).then().statusCode(400);
        caller().header("If-Match", "W/\"2-0\"").body("{}").patch(path).then().statusCode(412);
        caller().header("If-Match", "*").body("{}").patch(path).then().statusCode(200);
    }

    @Test
    void aMergePatchTellsAbsentFromNull() {
        String path = "/notes/"
                + caller().body("{\"title\": \"a\", \"body\": \"b\", \"due_date\": \"2026-01-01T00:00:00+01:00\"}")
                        .post("/notes")
                        .path("id");
        given().header("Authorization", TestTokens.bearer(USER))
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/merge-patch+json")
                .body("{\"body\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("title", equalTo("a"))
                .body("body", nullValue())
                .body("due_date", equalTo("2025-12-31T23:00:00Z"));
        caller().body("{\"title\": null, \"version\": 3}")
                .patch(path)
                .then()
                .statusCode(400)
                .body("errors.collect { it.field + ' ' + it.code }", hasItems("title required", "version read_only"));
    }

    @Test
    void aBodyThatMayBeAbsentMayBe() {
        given().post("/notes/farewell").then().statusCode(200).body("word", equalTo("null"));
        given().contentType("application/json")
                .body("{\"word\": \"bye\"}")
                .post("/notes/farewell")
                .then()
                .statusCode(200)
                .body("word", equalTo("bye"));
    }

    @Test
    void aDefectTellsNothingButTheRequestId() {
        given().header("X-Request-Id", "my-request.1")
                .get("/notes/defect")
                .then()
                .statusCode(500)
                .header("X-Request-Id", "my-request.1")
                .body("type", equalTo("/problems/internal-error"))
                .body("request_id", equalTo("my-request.1"))
                .body(not(containsString("secret")));
        given().header("X-Request-Id", "not good")
                .get("/notes/defect")
                .then()
                .header("X-Request-Id", not(equalTo("not good")));
    }

    @Test
    void parametersAreReadByTheirTypes() {
        given().get("/notes/asked?owners=" + USER + "," + USER + "&colours=red&colours=green&colour=red&owner=" + USER
                        + "&after=2026-01-01T00:00:00Z")
                .then()
                .statusCode(200)
                .body("owners", equalTo(List.of(USER.toString())))
                .body("owner", equalTo(USER.toString()))
                .body("colours", equalTo(List.of("red", "green")))
                .body("colour", equalTo("red"))
                .body("after", equalTo("2026-01-01T00:00:00Z"));
    }

    @Test
    void everyBadParameterIsNamed() {
        given().get("/notes/asked?owners=1,2&colours=red,blue&colour=red&colour=green&owner=x&after=2026-01-01")
                .then()
                .statusCode(400)
                .body(
                        "errors.collect { it.field + ' ' + it.code }",
                        containsInAnyOrder(
                                "owners malformed",
                                "owners malformed",
                                "colours not_allowed",
                                "colour duplicate",
                                "owner malformed",
                                "after malformed"));
        given().get("/notes/asked?owner=%00").then().statusCode(400).body("errors[0].code", equalTo("malformed"));
    }

    @ParameterizedTest
    @CsvSource({"57014, 503", "08006, 503", "53300, 503", "55P03, 503", "40001, 503", "23514, 500", "42601, 500"})
    void aDatabaseThatIsTooBusyIsToldFromADefect(String state, int status) {
        given().get("/notes/failing?state=" + state)
                .then()
                .statusCode(status)
                .header("Retry-After", status == 503 ? equalTo("1") : nullValue())
                .body(not(containsString("secret")));
    }
}
