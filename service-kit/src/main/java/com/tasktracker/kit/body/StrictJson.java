package com.tasktracker.kit.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads JSON (RFC 8259, UTF-8 alone) without forgiving anything: duplicate members and refused characters are faults
/// that are named, what is no JSON, nested deeper than 32 or followed by more is a 400 `malformed-request`.
public final class StrictJson {

    /// Levels of nesting.
    public static final int MAX_DEPTH = 32;

    private static final int MAX_EXPONENT = 400;
    private static final int LONGEST_PATH = 300;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final Faults faults;

    private StrictJson(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /// The object that these bytes are.
    public static ObjectNode object(byte[] bytes, Faults faults) {
        return read(bytes, faults) instanceof ObjectNode object ? object : refuse("The body must be a JSON object.");
    }

    private static JsonNode read(byte[] bytes, Faults faults) {
        // The text is decoded first: Jackson would guess UTF-16 and UTF-32, and lets some bad UTF-8 pass.
        try (JsonParser parser = FACTORY.createParser(decode(bytes))) {
            if (parser.nextToken() == null) {
                return refuse("The body must be a JSON object; it is empty.");
            }
            JsonNode node = new StrictJson(parser, faults).value("");
            if (parser.nextToken() != null) {
                return refuse("The body must be one JSON object, with nothing behind it.");
            }
            return node;
        } catch (StreamConstraintsException _) {
            return refuse("The body is nested deeper than " + MAX_DEPTH + " levels, or a number in it is too long.");
        } catch (IOException | ArithmeticException | NumberFormatException _) {
            return refuse("The body is not valid JSON in UTF-8.");
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static ObjectNode refuse(String detail) {
        throw Problem.malformed(detail);
    }

    private JsonNode value(String path) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(path);
            case START_ARRAY -> elements(path);
            case VALUE_STRING -> NODES.textNode(clean(path, parser.getText()));
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(parser.getBigIntegerValue())
                        : NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> decimal(path, parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IOException("unexpected token " + token);
        };
    }

    /// A number with an exponent beyond what anybody computes with would take its digits in memory sooner or later.
    private JsonNode decimal(String path, BigDecimal number) {
        if (Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT
                || Math.abs(number.scale()) > MAX_EXPONENT) {
            faults.add(path, Code.OUT_OF_RANGE, "must have an exponent from -" + MAX_EXPONENT + " to " + MAX_EXPONENT);
            return NODES.numberNode(0);
        }
        return NODES.numberNode(number);
    }

    /// Where a member is; what lies deeper than the longest path is told by its parent's, so that hostile names are
    /// not copied again and again.
    private static String at(String path, String below) {
        return path.length() > LONGEST_PATH ? path : path + below;
    }

    private ObjectNode members(String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String at = path.isEmpty() ? name : at(path, "." + name);
            parser.nextToken();
            JsonNode value = value(at);
            if (!Text.isClean(name)) {
                faults.add(path, Code.MALFORMED, "has a member whose name holds a character that is not allowed");
            } else if (object.has(name)) {
                faults.add(at, Code.DUPLICATE, "stands more than once");
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private ArrayNode elements(String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(path.length() > LONGEST_PATH ? path : path + "[" + array.size() + "]"));
        }
        return array;
    }

    private String clean(String path, String text) {
        if (!Text.isClean(text)) {
            faults.add(path, Code.MALFORMED, "holds a control character or half a surrogate pair");
            return "";
        }
        return text;
    }
}
