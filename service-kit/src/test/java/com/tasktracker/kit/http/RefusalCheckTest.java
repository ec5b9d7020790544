package com.tasktracker.kit.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.tasktracker.kit.testing.PostgresResource;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.RefusalRules;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No test can meet a refusal that is none without failing.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class RefusalCheckTest {

    private static final String RIGHT = """
            {"type": "/problems/not-found", "title": "Not found", "status": 404, "detail": "Nothing.",
             "instance": "/x", "request_id": "abc"}""";

    /// Of any test and any server: nothing here asks for it.
    @Test
    void whatATestMeetsIsLookedAtWithoutBeingAskedFor() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            byte[] body = "<html>not found</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();

            assertThatThrownBy(() -> given().get(url + "/x"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("GET /x -> 404 <html>");
            assertThat(given().head(url + "/x").statusCode()).isEqualTo(404);
            assertThat(given().get(url + "/q/x").statusCode()).isEqualTo(404);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusalOfTheContractHasNoFault() {
        assertThat(RefusalRules.ofProject().faults(404, "application/problem+json", "abc", RIGHT))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | application/json         | abc | not-found  | not-found         | is application/json",
                "404 | application/problem+json | xyz | not-found  | not-found         | another request id",
                "409 | application/problem+json | abc | not-found  | not-found         | below 404",
                "404 | application/problem+json | abc | not-found  | nothing-there     | without a section",
                "400 | application/problem+json | abc | not-found  | validation-failed | names nothing that is wrong",
                "404 | application/problem+json | abc | \"Nothing.\" | \" \"           | in words",
                "404 | application/problem+json | abc | title      | titel             | the member titel"
            })
    void whatIsWrongWithARefusalIsFound(
            int status, String type, String requestId, String right, String wrong, String fault) {
        assertThat(RefusalRules.ofProject().faults(status, type, requestId, RIGHT.replace(right, wrong)))
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    @Test
    void whatIsNoJsonIsNoRefusal() {
        assertThat(RefusalRules.ofProject().faults(404, "application/problem+json", "abc", "no"))
                .containsExactly("has a body that is no JSON object");
    }
}
