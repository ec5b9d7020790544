package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Bodies that are somewhat like what a route takes: some members as the schema has them, some not, some made up, and
/// now and then the text is cut or spoilt.
final class RandomBodies {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "\u0000",
            "\uD83D\uDE00",
            "e\u0301",
            "\u202E",
            "\t\r\n",
            "'; DROP TABLE task; --",
            "%s%n",
            "../..",
            "null",
            "2026-13-45T99:99:99Z",
            "2026-12-01",
            "-292275055-05-16T16:47:04Z",
            "\u2028",
            "\uFFFF",
            "a".repeat(5_000));

    private final ContractDocument document;
    private final List<String> ids;
    private final Random random;

    /// @param ids that lead somewhere, of which every other id is one
    RandomBodies(ContractDocument document, List<String> ids, Random random) {
        this.document = document;
        this.ids = List.copyOf(ids);
        this.random = random;
    }

    String next(JsonNode schema) {
        String text = (random.nextInt(10) == 0 ? anything(0) : like(schema, 0)).toString();
        if (random.nextInt(12) == 0) {
            return text.substring(0, random.nextInt(text.length() + 1));
        }
        if (random.nextInt(12) == 0) {
            int at = random.nextInt(text.length() + 1);
            return text.substring(0, at) + (char) random.nextInt(0x20, 0xD7FF) + text.substring(at);
        }
        return text;
    }

    private JsonNode like(JsonNode declared, int depth) {
        JsonNode schema = document.resolve(declared);
        if (random.nextInt(6) == 0 || depth > 6) {
            return anything(depth);
        }
        if (schema.has("anyOf")) {
            return like(schema.path("anyOf").get(0), depth);
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        String type = SchemaCheck.types(schema).stream().findFirst().orElse("string");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                int count = random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    array.add(like(schema.path("items"), depth + 1));
                }
                yield array;
            }
            case "integer" -> NODES.numberNode(random.nextInt(-2, 1_002));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.textNode(schema.path("format").asText().equals("uuid") ? id() : text());
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (random.nextInt(3) > 0) {
                object.set(property.getKey(), like(property.getValue(), depth + 1));
            }
        }
        if (random.nextInt(8) == 0) {
            object.set(text(), anything(depth + 1));
        }
        return object;
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth > 6 ? 7 : 9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(fraction());
            case 4 -> NODES.numberNode(BigInteger.TWO.pow(random.nextInt(4_000)));
            case 5, 6 -> NODES.textNode(text());
            case 7 -> NODES.arrayNode().add(anything(depth + 1)).add(anything(depth + 1));
            default -> NODES.objectNode().set(text(), anything(depth + 1));
        };
    }

    private BigDecimal fraction() {
        return BigDecimal.valueOf(random.nextDouble()).scaleByPowerOfTen(random.nextInt(-400, 400));
    }

    private String id() {
        return random.nextBoolean()
                ? ids.get(random.nextInt(ids.size()))
                : new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + (random.nextBoolean() ? "" : random.nextInt());
    }
}
