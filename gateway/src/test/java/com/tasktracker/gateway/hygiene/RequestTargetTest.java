package com.tasktracker.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.hygiene.RequestTarget.Refused;
import com.tasktracker.gateway.hygiene.RequestTarget.Valid;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    private static final String[] PIECES = {
        "/",
        "//",
        ".",
        "..",
        "%2e",
        "%2E",
        "%2f",
        "%5c",
        "%00",
        "%25",
        "%",
        "%4",
        "%zz",
        ";",
        ";x=y",
        "\\",
        "tasks",
        "internal",
        "q",
        "a",
        "~",
        "%7e",
        "%c3%a9",
        "é",
        " ",
        "#",
        "?",
        "@",
        ":",
        "http://h",
        "%3b",
        "+",
        "*",
        "\u0001",
        "-",
        "_",
        ","
    };

    @ParameterizedTest
    @CsvSource({
        "/tasks, /tasks",
        "/tasks/, /tasks/",
        "/tasks/1?x=%2e%2e/, /tasks/1?x=%2e%2e/",
        "/, /",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/../../a, /a",
        "/%2e%2E/a, /a",
        "/a//b, /a/b",
        "/%61%7E, /a~",
        "/caf%c3%a9, /caf%C3%A9",
        "/..., /...",
        "/.well-known/jwks.json, /.well-known/jwks.json",
        "http://elsewhere:80/a/../b?c, /b?c",
        "HTTPS://elsewhere/a, /a",
        "/a%3Ab:c, /a%3Ab:c"
    })
    void targetIsNormalised(String sent, String normal) {
        assertThat(RequestTarget.parse(sent))
                .isInstanceOfSatisfying(
                        Valid.class, target -> assertThat(target.uri()).isEqualTo(normal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/a%2Fb", "/a%5cb", "/a%00", "/a%0d%0a", "/a;b", "/a%3bb", "/a%7f"})
    void whatNoRouteCanHoldIsNoRoute(String sent) {
        assertThat(RequestTarget.parse(sent)).isEqualTo(Refused.NO_ROUTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "a:80",
                "ftp://a/b",
                "http://a",
                "http:/a",
                "http:///a",
                "http://a?b=/c",
                "http://a#/c",
                "http://a@b/c",
                "/a b",
                "/a%",
                "/a%4",
                "/a%zz",
                "/a#b",
                "/a\\b",
                "/é",
                "/a?b c",
                "/a?%",
                "/a?b#c",
                "/a?é",
                "/a\"",
                "/<a>",
                "/a%٣٣"
            })
    void whatIsNoTargetIsMalformed(String sent) {
        assertThat(RequestTarget.parse(sent)).isEqualTo(Refused.MALFORMED);
    }

    /// Whatever is sent: what is matched holds nothing that another server could read as another path, and stays as it
    /// is when it is read again.
    @Test
    void normalPathHasOneReading() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder sent = new StringBuilder("/");
            int pieces = random.nextInt(8);
            for (int j = 0; j < pieces; j++) {
                sent.append(PIECES[random.nextInt(PIECES.length)]);
            }
            if (RequestTarget.parse(sent.toString()) instanceof Valid target) {
                assertThat("/" + target.path() + "/")
                        .as(sent.toString())
                        .doesNotContain("/../", "/./", "\\", ";", "%2e", "%2E");
                assertThat(target.path())
                        .startsWith("/")
                        .doesNotContain("//", "%2F", "%2f", "%5C", "%00", " ", "#", "?");
                assertThat(RequestTarget.parse(target.uri()))
                        .as(sent.toString())
                        .isEqualTo(target);
            }
        }
    }
}
