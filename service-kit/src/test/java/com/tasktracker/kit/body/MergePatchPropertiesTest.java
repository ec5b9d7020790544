package com.tasktracker.kit.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class MergePatchPropertiesTest {

    record Edit(
            @Required @Line(max = 20) Change<String> title,
            @Prose(max = 30) Change<String> body,
            @Range(min = 1, max = 9) Change<Integer> width)
            implements Body {}

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Provide
    Arbitrary<JsonNode> anything() {
        Arbitrary<JsonNode> plain = Arbitraries.oneOf(
                Arbitraries.just(NODES.nullNode()),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.strings().ofMaxLength(40).map(NODES::textNode));
        Arbitrary<JsonNode> lists =
                plain.list().ofMaxSize(3).map(elements -> NODES.arrayNode().addAll(elements));
        return Arbitraries.oneOf(plain, plain, lists);
    }

    /// RFC 7396: a member that is absent stays, `null` clears, a value replaces; and what breaks a rule is named.
    @Property
    void eachMemberIsAbsentClearedOrSet(
            @ForAll("anything") @Nullable JsonNode body, @ForAll("anything") JsonNode width, @ForAll boolean hasWidth) {
        ObjectNode patch = NODES.objectNode();
        patch.set("body", body);
        if (hasWidth) {
            patch.set("width", width);
        }
        Faults faults = new Faults();

        Edit edit = Shape.of(Edit.class).bind(patch, "", faults);

        boolean bodyFits = body == null
                || body.isNull()
                || (body.isTextual()
                        && body.textValue().codePointCount(0, body.textValue().length()) <= 30);
        boolean widthFits = !hasWidth
                || width.isNull()
                || (width.isIntegralNumber() && width.longValue() >= 1 && width.longValue() <= 9);
        assertThat(faults.isEmpty()).isEqualTo(bodyFits && widthFits);
        assertThat(edit == null).isEqualTo(!faults.isEmpty());
        if (edit != null) {
            assertThat(edit.title().isPresent()).isFalse();
            assertThat(edit.title().orKeep("old")).isEqualTo("old");
            assertThat(edit.body().isPresent()).isTrue();
            assertThat(edit.body().over("old")).isEqualTo(body == null || body.isNull() ? null : body.textValue());
            assertThat(edit.width().over(5))
                    .isEqualTo(hasWidth ? width.isNull() ? null : (Integer) width.intValue() : (Integer) 5);
        }
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] bytes) {
        refuseOrRead(bytes);
    }

    @Property
    void anyTextLikeJsonIsReadOrRefused(@ForAll("likeJson") String text) {
        refuseOrRead(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> likeJson() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"title\"",
                        "\"body\"",
                        "null",
                        "1e9999",
                        "-0",
                        "\\u0000",
                        "\"",
                        " ",
                        "7")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static void refuseOrRead(byte[] bytes) {
        Faults faults = new Faults();
        try {
            ObjectNode object = StrictJson.object(bytes, faults);
            Edit edit = Shape.of(Edit.class).bind(object, "", faults);
            assertThat(edit == null).isEqualTo(!faults.isEmpty());
        } catch (Problem refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(Objects.requireNonNull(refusal.getMessage())).isNotBlank();
        }
    }
}
