package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Holds JSON against the schemas of the document, and more strictly than JSON Schema would: a member that no schema
/// names is a fault too, so that nothing is shown that is not documented.
final class SchemaCheck {

    private final ContractDocument document;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(ContractDocument document) {
        this.document = document;
    }

    static List<String> faults(ContractDocument document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.check(schema, value, "$");
        return check.faults;
    }

    private void check(JsonNode reference, JsonNode value, String at) {
        JsonNode schema = document.resolve(reference);
        if (schema.has("anyOf")) {
            boolean fits = false;
            for (JsonNode each : schema.path("anyOf")) {
                fits |= faults(document, each, value).isEmpty();
            }
            if (!fits) {
                faults.add(at + " is none of " + schema.path("anyOf") + ": " + value);
            }
            return;
        }
        if (schema.has("type") && types(schema).stream().noneMatch(type -> isOf(type, value))) {
            faults.add(at + " is no " + schema.path("type") + ": " + value);
            return;
        }
        if (value.isTextual()) {
            checkText(schema, value.textValue(), at);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), at + "[" + i + "]");
            }
        }
        if (value.isObject() && !schema.path("additionalProperties").asBoolean(false) && schema.has("properties")) {
            checkMembers(schema, value, at);
        }
    }

    private void checkText(JsonNode schema, String text, String at) {
        boolean fits = switch (schema.path("format").asText()) {
            case "uuid" -> isUuid(text);
            case "date-time" -> isTime(text);
            default -> true;
        };
        boolean isKnown = !schema.has("enum");
        for (JsonNode constant : schema.path("enum")) {
            isKnown |= constant.asText().equals(text);
        }
        int length = text.codePointCount(0, text.length());
        boolean isLong =
                schema.has("maxLength") && length > schema.path("maxLength").asInt();
        if (!fits || !isKnown || isLong) {
            faults.add(at + " does not fit " + schema + ": " + text);
        }
    }

    private void checkMembers(JsonNode schema, JsonNode value, String at) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                faults.add(at + " lacks " + name.asText());
            }
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode property = schema.path("properties").path(member.getKey());
            if (property.isMissingNode()) {
                faults.add(at + " has " + member.getKey() + ", which is not documented");
            } else {
                check(property, member.getValue(), at + "." + member.getKey());
            }
        }
    }

    static List<String> types(JsonNode schema) {
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(each -> types.add(each.asText()));
        } else if (type.isTextual()) {
            types.add(type.asText());
        }
        return types;
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            return text.endsWith("Z") && Instant.parse(text) != null;
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
