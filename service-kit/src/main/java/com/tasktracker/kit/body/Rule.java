package com.tasktracker.kit.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.text.Json;
import com.tasktracker.kit.text.Text;
import com.tasktracker.kit.text.Times;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How one member is read: its type and its limits. A value that breaks them is a fault, and reads as `null`.
sealed interface Rule {

    @Nullable
    Object read(JsonNode node, String path, Faults faults);

    record TextRule(
            boolean isLine, int min, int max, @Nullable Pattern pattern, String says) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                faults.add(path, Code.WRONG_TYPE, "must be a string");
                return null;
            }
            String text = isLine ? Text.line(node.textValue(), max) : node.textValue();
            int length = Text.length(text);
            if (length < min) {
                faults.add(
                        path,
                        Code.TOO_SHORT,
                        min == 1 ? "may not be empty" : "must have at least " + min + " characters");
                return null;
            }
            if (length > max) {
                faults.add(path, Code.TOO_LONG, "must have at most " + max + " characters");
                return null;
            }
            if (pattern != null && !pattern.matcher(text).matches()) {
                faults.add(path, Code.MALFORMED, says);
                return null;
            }
            return text;
        }
    }

    record CheckedRule(Rule text, Check check) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            Object value = text.read(node, path, faults);
            Check.Finding finding =
                    value instanceof String found ? check.judge(found).orElse(null) : null;
            if (finding != null) {
                faults.add(path, finding.code(), finding.detail());
            }
            return finding == null ? value : null;
        }
    }

    record NumberRule(long min, long max, boolean isInteger) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!node.isIntegralNumber()) {
                faults.add(path, Code.WRONG_TYPE, "must be a whole number");
                return null;
            }
            if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
                faults.add(path, Code.OUT_OF_RANGE, "must be from " + min + " to " + max);
                return null;
            }
            return isInteger ? (Object) node.intValue() : (Object) node.longValue();
        }
    }

    record FlagRule() implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!node.isBoolean()) {
                faults.add(path, Code.WRONG_TYPE, "must be true or false");
                return null;
            }
            return node.booleanValue();
        }
    }

    /// What is written as a string and is something else: ids and times.
    record FormRule(Function<String, ? extends Optional<?>> parser, String says, String format) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                faults.add(path, Code.WRONG_TYPE, "must be a string: " + says);
                return null;
            }
            Optional<?> value = parser.apply(node.textValue());
            if (value.isEmpty()) {
                faults.add(path, Code.MALFORMED, "must be " + says);
            }
            return value.isEmpty() ? null : value.get();
        }
    }

    record ConstantRule(Class<?> type, Map<String, Object> constants) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!node.isTextual()) {
                faults.add(path, Code.WRONG_TYPE, "must be a string");
                return null;
            }
            Object constant = constants.get(node.textValue());
            if (constant == null) {
                faults.add(path, Code.NOT_ALLOWED, "must be one of " + String.join(", ", constants.keySet()));
            }
            return constant;
        }
    }

    record ListRule(Rule element, int min, int max) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!(node instanceof ArrayNode array)) {
                faults.add(path, Code.WRONG_TYPE, "must be an array");
                return null;
            }
            if (array.size() < min || array.size() > max) {
                Code code = array.size() < min ? Code.TOO_SHORT : Code.TOO_LONG;
                faults.add(path, code, "must have from " + min + " to " + max + " elements");
                return null;
            }
            List<Object> elements = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                Object value = element.read(array.get(i), path + "[" + i + "]", faults);
                if (value != null) {
                    elements.add(value);
                }
            }
            return List.copyOf(elements);
        }
    }

    record ObjectRule(int maxBytes, int maxDepth) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            if (!(node instanceof ObjectNode)) {
                faults.add(path, Code.WRONG_TYPE, "must be an object");
                return null;
            }
            if (node.toString().getBytes(StandardCharsets.UTF_8).length > maxBytes) {
                faults.add(path, Code.TOO_LONG, "must have at most " + maxBytes + " bytes");
                return null;
            }
            if (depth(node) > maxDepth) {
                faults.add(path, Code.OUT_OF_RANGE, "must be nested at most " + maxDepth + " levels deep");
                return null;
            }
            return node;
        }

        static int depth(JsonNode node) {
            int deepest = 0;
            for (JsonNode child : node) {
                deepest = Math.max(deepest, depth(child));
            }
            return node.isContainerNode() ? deepest + 1 : deepest;
        }
    }

    record BodyRule(Class<?> type) implements Rule {
        @Override
        public @Nullable Object read(JsonNode node, String path, Faults faults) {
            return Shape.of(type).bind(node, path, faults);
        }
    }

    static Rule of(Type type, AnnotatedElement component) {
        Optional<Type> element = argument(type, List.class);
        if (element.isPresent()) {
            Items items = component.getAnnotation(Items.class);
            if (items == null) {
                throw new IllegalArgumentException("a list needs its bounds: @Items on " + component);
            }
            return new ListRule(of(element.get(), component), items.min(), items.max());
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("cannot be read from a body: " + component);
        }
        if (plain.isEnum()) {
            return new ConstantRule(
                    plain,
                    Arrays.stream(plain.getEnumConstants())
                            .collect(Collectors.toMap(
                                    constant -> Json.nameOf((Enum<?>) constant),
                                    constant -> constant,
                                    (a, _) -> a,
                                    LinkedHashMap::new)));
        }
        return Body.class.isAssignableFrom(plain) ? new BodyRule(plain) : ofPlain(plain, component);
    }

    private static Rule ofPlain(Class<?> type, AnnotatedElement component) {
        if (type == String.class) {
            return text(component);
        }
        if (type == Integer.class || type == Long.class) {
            Range range = component.getAnnotation(Range.class);
            if (range == null) {
                throw new IllegalArgumentException("a number needs its bounds: @Range on " + component);
            }
            return new NumberRule(range.min(), range.max(), type == Integer.class);
        }
        if (type == Boolean.class) {
            return new FlagRule();
        }
        if (type == UUID.class) {
            return new FormRule(Ids::parse, "a UUID", "uuid");
        }
        if (type == Instant.class) {
            return component.isAnnotationPresent(Due.class)
                    ? new FormRule(Times::parseDue, "a time such as 2026-12-01T09:30:00Z, or a date", "date-time")
                    : new FormRule(Times::parse, "a time such as 2026-12-01T09:30:00Z", "date-time");
        }
        if (type == ObjectNode.class) {
            JsonObject limits = component.getAnnotation(JsonObject.class);
            if (limits == null) {
                throw new IllegalArgumentException("an object needs its bounds: @JsonObject on " + component);
            }
            return new ObjectRule(limits.maxBytes(), limits.maxDepth());
        }
        throw new IllegalArgumentException("cannot be read from a body: " + component);
    }

    private static Rule text(AnnotatedElement component) {
        Rule text = unchecked(component);
        Checked checked = component.getAnnotation(Checked.class);
        try {
            return checked == null
                    ? text
                    : new CheckedRule(
                            text, checked.value().getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a check needs a constructor without parameters: " + component, e);
        }
    }

    private static Rule unchecked(AnnotatedElement component) {
        Matches matches = component.getAnnotation(Matches.class);
        Pattern pattern = matches == null ? null : Pattern.compile(matches.value());
        String says = matches == null ? "" : matches.says();
        Line line = component.getAnnotation(Line.class);
        if (line != null) {
            return new TextRule(true, line.min(), line.max(), pattern, says);
        }
        Prose prose = component.getAnnotation(Prose.class);
        if (prose == null) {
            throw new IllegalArgumentException("text needs its bounds: @Line or @Prose on " + component);
        }
        return new TextRule(false, prose.min(), prose.max(), pattern, says);
    }

    /// The one type argument of a type that is a parameterised `raw`.
    static Optional<Type> argument(Type type, Class<?> raw) {
        return type instanceof ParameterizedType generic && generic.getRawType() == raw
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }
}
