package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// All that the schema of a body says is wrong, made from a body that is right.
final class BodyFaults {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// The field is just as long, or as large, as it may be; what else there is to say of it is not known.
    private static final String OF_A_RIGHT_SIZE = "of a right size";
    /// The field is right.
    private static final String RIGHT = "right";

    /// @param body that is sent
    /// @param field that the answer must name
    /// @param code of that fault, or one of the two that are none
    record Case(String body, String field, String code) {

        boolean isWrong() {
            return !code.equals(OF_A_RIGHT_SIZE) && !code.equals(RIGHT);
        }

        /// Whether a fault of the field that is found all the same is for something else than what this is about. In a
        /// bulk not each kind of operation takes each member.
        boolean mayBeFound(String other) {
            return code.equals(RIGHT)
                    ? other.equals("read_only")
                    : !Set.of("too_long", "too_short", "out_of_range").contains(other);
        }
    }

    /// A place in the body: the object, and how its members are called in a fault.
    private record Place(JsonNode schema, String prefix, UnaryOperator<ObjectNode> inside) {}

    private final ContractDocument document;
    private final ObjectNode valid;
    private final List<Case> cases = new ArrayList<>();

    private BodyFaults(ContractDocument document, ObjectNode valid) {
        this.document = document;
        this.valid = valid;
    }

    static List<Case> of(ContractDocument document, JsonNode schema, ObjectNode valid) {
        BodyFaults faults = new BodyFaults(document, valid);
        faults.walk(new Place(schema, "", whole -> whole));
        return faults.cases;
    }

    private void walk(Place place) {
        add(place, "surprise", "unknown", object -> object.put("surprise", true));
        for (JsonNode name : place.schema.path("x-read-only")) {
            add(place, name.asText(), "read_only", object -> object.put(name.asText(), "x"));
        }
        for (JsonNode name : place.schema.path("required")) {
            add(place, name.asText(), "required", object -> object.remove(name.asText()));
        }
        duplicate(place);
        for (Map.Entry<String, JsonNode> property :
                place.schema.path("properties").properties()) {
            member(place, property.getKey(), property.getValue());
        }
    }

    /// A member twice cannot be written by a tree: one of another name stands for its repetition, and is replaced in
    /// the text.
    private void duplicate(Place place) {
        ObjectNode here = place.inside.apply(valid.deepCopy());
        if (here.isEmpty()) {
            place.schema.path("properties").fieldNames().forEachRemaining(here::putNull);
        }
        for (Map.Entry<String, JsonNode> member : here.properties()) {
            ObjectNode body = valid.deepCopy();
            ObjectNode inside = place.inside.apply(body);
            inside.set(member.getKey(), member.getValue());
            inside.put("stand-in", "");
            String repeated = NODES.textNode(member.getKey()) + ":" + member.getValue();
            cases.add(new Case(
                    body.toString().replace("\"stand-in\":\"\"", repeated),
                    place.prefix + member.getKey(),
                    "duplicate"));
        }
    }

    private void member(Place place, String name, JsonNode declared) {
        boolean mayBeNull = declared.has("anyOf")
                ? declared.path("anyOf").size() > 1
                : SchemaCheck.types(document.resolve(declared)).contains("null");
        JsonNode schema =
                document.resolve(declared.has("anyOf") ? declared.path("anyOf").get(0) : declared);
        if (!mayBeNull) {
            add(place, name, "required", object -> object.putNull(name));
        }
        String type = SchemaCheck.types(schema).getFirst();
        add(place, name, "wrong_type", object -> object.set(name, other(type)));
        switch (type) {
            case "string" -> text(place, name, schema);
            case "integer" -> integer(place, name, schema);
            case "array" -> array(place, name, schema);
            case "object" -> {
                if (schema.has("properties")) {
                    ObjectNode inner = NODES.objectNode();
                    walk(new Place(schema, place.prefix + name + ".", whole -> {
                        ObjectNode here = place.inside.apply(whole);
                        here.set(name, inner.deepCopy());
                        return (ObjectNode) here.get(name);
                    }));
                }
            }
            default -> {}
        }
    }

    private void integer(Place place, String name, JsonNode schema) {
        long minimum = schema.path("minimum").asLong();
        long maximum = schema.path("maximum").asLong();
        if (minimum > Long.MIN_VALUE) {
            add(place, name, "out_of_range", object -> object.put(name, minimum - 1));
        }
        add(place, name, RIGHT, object -> object.put(name, minimum));
        if (maximum < Long.MAX_VALUE) {
            add(place, name, "out_of_range", object -> object.put(name, maximum + 1));
        }
        add(place, name, RIGHT, object -> object.put(name, maximum));
    }

    private void text(Place place, String name, JsonNode schema) {
        if (schema.has("enum")) {
            add(place, name, "not_allowed", object -> object.put(name, "no-such-constant"));
        } else if (schema.has("format")) {
            add(place, name, "malformed", object -> object.put(name, "nope"));
        }
        if (schema.has("maxLength")) {
            int max = schema.path("maxLength").asInt();
            add(place, name, "too_long", object -> object.put(name, "x".repeat(max + 1)));
            add(place, name, OF_A_RIGHT_SIZE, object -> object.put(name, "x".repeat(max)));
        }
        if (schema.path("minLength").asInt() > 0) {
            add(
                    place,
                    name,
                    "too_short",
                    object ->
                            object.put(name, "x".repeat(schema.path("minLength").asInt() - 1)));
        }
    }

    private void array(Place place, String name, JsonNode schema) {
        JsonNode items = document.resolve(schema.path("items"));
        JsonNode element = element(place, name, items);
        add(
                place,
                name,
                "too_long",
                object ->
                        object.set(name, filled(element, schema.path("maxItems").asInt() + 1)));
        add(
                place,
                name,
                RIGHT,
                object ->
                        object.set(name, filled(element, schema.path("maxItems").asInt())));
        if (schema.path("minItems").asInt() > 0) {
            add(place, name, "too_short", object -> object.set(name, NODES.arrayNode()));
        }
        String first = name + "[0]";
        if (items.has("properties")) {
            walk(new Place(items, place.prefix + first + ".", whole ->
                    (ObjectNode) place.inside.apply(whole).get(name).get(0)));
            return;
        }
        add(
                place,
                first,
                "wrong_type",
                object -> object.set(name, NODES.arrayNode().add(7)));
        int max = items.path("maxLength").asInt();
        add(
                place,
                first,
                "too_long",
                object -> object.set(name, NODES.arrayNode().add("x".repeat(max + 1))));
        add(
                place,
                first,
                OF_A_RIGHT_SIZE,
                object -> object.set(name, NODES.arrayNode().add("x".repeat(max))));
    }

    private JsonNode element(Place place, String name, JsonNode items) {
        JsonNode given = place.inside.apply(valid.deepCopy()).path(name).path(0);
        if (!given.isMissingNode()) {
            return given;
        }
        return items.has("properties") ? NODES.objectNode() : NODES.textNode("x");
    }

    private static ArrayNode filled(JsonNode element, int count) {
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < count; i++) {
            array.add(element.deepCopy());
        }
        return array;
    }

    private static JsonNode other(String type) {
        return type.equals("integer") || type.equals("boolean") ? NODES.textNode("x") : NODES.numberNode(7);
    }

    private void add(Place place, String name, String code, Consumer<ObjectNode> change) {
        ObjectNode body = valid.deepCopy();
        change.accept(place.inside.apply(body));
        cases.add(new Case(body.toString(), place.prefix + name, code));
    }
}
