package com.tasktracker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.testing.FakeServices;
import com.tasktracker.gateway.testing.RawClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeServices.class)
class FramingTest {
    @Inject
    Gateway gateway;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // both lengths
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 3\n\n0\n\n",
                // several lengths
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 4\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3\nContent-Length: 3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 3, 3\n\nabc",
                // lengths that are none
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: +3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: -3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 0x3\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length:\n\nabc",
                "POST /tasks HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\nabc",
                // codings that hide a length
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, identity\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n",
                "POST /tasks HTTP/1.1\nHost: a\nTransfer-Encoding: identity\n\n",
                "POST /tasks HTTP/1.0\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n",
                // lines that end or begin as they must not
                "GET /tasks HTTP/1.1␊Host: a␊␊",
                "GET /tasks HTTP/1.1\nHost: a␊X-A: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\n folded\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\n\tfolded\n\n",
                "GET /tasks HTTP/1.1\n Host: a\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nContent-Length : 3\n\nabc",
                "GET /tasks HTTP/1.1\nHost: a\nno colon\n\n",
                "GET /tasks HTTP/1.1\nHost: a\n: no name\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX A: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\u0000c\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nX-A: b\rc\n\n",
                // request lines that are none
                "GET\n\n",
                "GET /tasks\n\n",
                "GET /tasks HTTP/2.0\nHost: a\n\n",
                "GET /tasks HTTP/1.1 more\nHost: a\n\n",
                "GET /tasks FTP/1.1\nHost: a\n\n",
                "GET tasks HTTP/1.1\nHost: a\n\n",
                "GET /tasks#fragment HTTP/1.1\nHost: a\n\n",
                "GET /tasks/%zz HTTP/1.1\nHost: a\n\n",
                "GET /tasks\u0001 HTTP/1.1\nHost: a\n\n",
                "GE(T /tasks HTTP/1.1\nHost: a\n\n",
                "CONNECT a:80 HTTP/1.1\nHost: a\n\n",
                // hosts
                "GET /tasks HTTP/1.1\n\n",
                "GET /tasks HTTP/1.1\nHost: a\nHost: b\n\n",
                "GET /tasks HTTP/1.1\nHost: a/b\n\n",
                "GET /tasks HTTP/1.1\nHost: a@b\n\n",
                // who is it?
                "GET /tasks HTTP/1.1\nHost: a\nAuthorization: Bearer a\nAuthorization: Bearer b\n\n",
            })
    void ambiguousRequestIsRefusedAndTheConnectionClosed(String request) {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(request);

            var answer = client.read();

            answer.problem(400, "malformed-request");
            assertThat(answer.field("connection")).isEqualToIgnoringCase("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
