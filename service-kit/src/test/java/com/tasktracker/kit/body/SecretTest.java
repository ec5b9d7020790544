package com.tasktracker.kit.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Faults;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {

    record Opening(
            @Line(max = 9) String name,
            @Secret @Line(max = 9) String passPhrase) implements Body {}

    record Greeting(@Line(max = 9) String name) implements Body {}

    private static ObjectNode object(String json) {
        return StrictJson.object(json.getBytes(StandardCharsets.UTF_8), new Faults());
    }

    @Test
    void whatIsSecretIsLeftOutAndTheRestStaysAsItIs() {
        Shape<Opening> shape = Shape.of(Opening.class);
        ObjectNode sent = object("{\"pass_phrase\": \"a\", \"name\": \"b\"}");
        assertThat(shape.hasSecrets()).isTrue();
        assertThat(shape.withoutSecrets(sent)).isEqualTo(object("{\"name\": \"b\"}"));
        assertThat(shape.bind(sent, "", new Faults())).isEqualTo(new Opening("b", "a"));
        assertThat(Shape.of(Greeting.class).hasSecrets()).isFalse();
    }
}
