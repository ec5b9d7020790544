package com.tasktracker.kit.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CheckedTest {

    static final class Palindrome implements Check {
        @Override
        public Optional<Finding> judge(String text) {
            boolean isOne = new StringBuilder(text).reverse().toString().equals(text);
            return isOne ? Optional.empty() : Optional.of(new Finding(Fault.Code.NOT_ALLOWED, "must read both ways"));
        }
    }

    record Word(
            @Required @Line(max = 5) @Checked(Palindrome.class)
            String word,

            @Required @Line(max = 5) String other) implements Body {}

    private static Faults faultsOf(String word) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("word", word);
        Faults faults = new Faults();
        Shape.of(Word.class).bind(node, "", faults);
        return faults;
    }

    @Test
    void whatTheCheckFindsIsNamedWithTheOtherFaults() {
        ThrowingCallable refusal = () -> faultsOf("ab").throwIfAny();
        assertThat(catchThrowableOfType(Problem.class, refusal).body("/", "id").get("errors"))
                .asInstanceOf(InstanceOfAssertFactories.list(Fault.class))
                .contains(new Fault("word", Fault.Code.NOT_ALLOWED, "must read both ways"))
                .extracting(Fault::field)
                .containsExactly("word", "other");
    }

    record Sentence(Word word) implements Body {

        /// Nothing but what was bound without a fault gets here.
        Sentence {
            Objects.requireNonNull(word.word());
        }
    }

    record Text(@Items(max = 200) List<Sentence> sentences) implements Body {}

    @Test
    void nothingIsMadeOfFaultsHoweverManyThereAre() {
        ObjectNode text = JsonNodeFactory.instance.objectNode();
        ArrayNode sentences = text.putArray("sentences");
        for (int i = 0; i < 150; i++) {
            sentences.addObject().putObject("word").put("other", "x");
        }
        Faults faults = new Faults();
        assertThat(Shape.of(Text.class).bind(text, "", faults)).isNull();
        assertThat(faults.size()).isEqualTo(150);
        assertThat(catchThrowableOfType(Problem.class, faults::throwIfAny)
                        .body("/", "id")
                        .get("errors"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(100);
    }

    @Test
    void whatBreaksASimplerRuleIsNotChecked() {
        assertThat(faultsOf("abcdef").size()).isEqualTo(2);
        assertThat(faultsOf("abba").size()).isEqualTo(1);
    }
}
