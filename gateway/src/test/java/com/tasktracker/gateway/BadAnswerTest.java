package com.tasktracker.gateway;

import static com.tasktracker.gateway.testing.Client.problem;

import com.tasktracker.gateway.testing.Client;
import com.tasktracker.gateway.testing.RawService;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "what?\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\n"
            })
    void answerThatCannotBeReadIsABadGateway(String answer) throws Exception {
        try (RawService service = new RawService(answer);
                RunningGateway gateway = new RunningGateway(Map.of("TASK_URL", service.url()));
                Client client = new Client(gateway.port())) {
            problem(client.send("POST", "/tasks", "{}"), 502, "bad-gateway");
        }
    }
}
