package com.tasktracker.kit.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.BodySchemas;
import com.tasktracker.kit.text.Json;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/// The schemas of all that is sent and shown, each once and by its name: that of `@Schema`, else the record's without
/// `View`. What a client sends is described by its rules, what it is shown by the record that is written.
final class Schemas {

    private static final String ID = "0198f2a4-6c1e-7b3a-9d52-3f1e8a7c5b60";
    private static final String TIME = "2026-12-01T09:30:00Z";
    private static final String VIEW = "View";
    private static final String REFERENCE = "#/components/schemas/";

    private final Map<String, Schema> byName = new TreeMap<>();
    private final Map<String, Class<?>> types = new LinkedHashMap<>();
    private final Examples examples;

    Schemas(Examples examples) {
        this.examples = examples;
    }

    Map<String, Schema> all() {
        return byName;
    }

    void add(String name, Schema schema) {
        byName.put(name, schema);
    }

    static Schema reference(String name) {
        return OASFactory.createSchema().ref(REFERENCE + name);
    }

    static String nameOf(Class<?> type) {
        var named = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        if (named != null && !named.name().isEmpty()) {
            return named.name();
        }
        String name = type.getSimpleName();
        return name.endsWith(VIEW) ? name.substring(0, name.length() - VIEW.length()) : name;
    }

    /// A reference to the schema of a body, a view or an enumeration, which is added if it is new.
    Schema reference(Class<?> type) {
        String name = nameOf(type);
        @Nullable Class<?> known = types.putIfAbsent(name, type);
        if (known == null) {
            byName.put(name, OASFactory.createSchema());
            byName.put(
                    name,
                    type.isEnum() ? enumeration(type) : Body.class.isAssignableFrom(type) ? body(type) : view(type));
        } else if (known != type) {
            throw new IllegalStateException(known + " and " + type + " would both be called " + name);
        }
        return reference(name);
    }

    /// A page of what a list shows.
    Schema page(Class<?> row) {
        String name = nameOf(row) + "Page";
        if (!byName.containsKey(name)) {
            byName.put(
                    name,
                    OASFactory.createSchema()
                            .addType(SchemaType.OBJECT)
                            .addProperty(
                                    "results",
                                    OASFactory.createSchema()
                                            .addType(SchemaType.ARRAY)
                                            .items(reference(row)))
                            .addProperty("next", link("The path of the next page, to be followed as it is."))
                            .addProperty("previous", link("The path of the page before, to be followed as it is."))
                            .addProperty(
                                    "count",
                                    OASFactory.createSchema()
                                            .addType(SchemaType.INTEGER)
                                            .description(
                                                    "With `include_count=true`: how many there are, exact up to 10,000."))
                            .addProperty(
                                    "count_is_exact", OASFactory.createSchema().addType(SchemaType.BOOLEAN))
                            .required(List.of("results", "next", "previous")));
        }
        return reference(name);
    }

    private static Schema link(String says) {
        return BodySchemas.orNull(
                OASFactory.createSchema().addType(SchemaType.STRING).description(says));
    }

    private static Schema enumeration(Class<?> type) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING);
        for (Object constant : type.getEnumConstants()) {
            schema.addEnumeration(Json.nameOf((Enum<?>) constant));
        }
        return schema;
    }

    private Schema body(Class<?> type) {
        String name = nameOf(type);
        return new BodySchemas(this::reference, (member, schema) -> example(name, member, schema)).of(type);
    }

    private Schema view(Class<?> type) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = SnakeCaseStrategy.INSTANCE.translate(component.getName());
            Schema property = plain(component.getGenericType(), component.getAccessor());
            boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            JsonInclude included = component.getAccessor().getAnnotation(JsonInclude.class);
            boolean mayBeMissing = included != null && included.value() == JsonInclude.Include.NON_NULL;
            Object example = example(nameOf(type), name, property);
            Schema shown = mayBeNull && !mayBeMissing ? BodySchemas.orNull(property) : property;
            if (example != null && shown.getRef() == null) {
                shown.addExample(example);
            }
            schema.addProperty(name, shown);
            if (!mayBeMissing) {
                schema.addRequired(name);
            }
        }
        return schema;
    }

    private Schema plain(Type type, AnnotatedElement element) {
        var given = element.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        if (given != null && given.implementation() != Void.class) {
            return plain(given.implementation());
        }
        if (given != null && given.type() != org.eclipse.microprofile.openapi.annotations.enums.SchemaType.DEFAULT) {
            return OASFactory.createSchema()
                    .addType(SchemaType.valueOf(given.type().name()));
        }
        return plain(type);
    }

    private Schema plain(Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> list(plain(list.getActualTypeArguments()[0]));
            case Class<?> known -> plain(known);
            default -> throw new IllegalArgumentException("cannot be described: " + type);
        };
    }

    private static Schema list(Schema of) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(of);
    }

    /// The schema of a parameter or of a member that is shown.
    Schema plain(Class<?> type) {
        Schema schema = OASFactory.createSchema();
        if (type.isArray()) {
            return list(plain(type.getComponentType()));
        }
        if (type == String.class) {
            return schema.addType(SchemaType.STRING);
        }
        if (type == UUID.class) {
            return schema.addType(SchemaType.STRING).format("uuid");
        }
        if (type == Instant.class) {
            return schema.addType(SchemaType.STRING).format("date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.addType(SchemaType.BOOLEAN);
        }
        if (type == int.class || type == Integer.class) {
            return schema.addType(SchemaType.INTEGER).format("int32");
        }
        if (type == long.class || type == Long.class) {
            return schema.addType(SchemaType.INTEGER).format("int64");
        }
        if (type == Object.class) {
            return schema.description("A value of any type.");
        }
        if (JsonNode.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            return schema.addType(SchemaType.OBJECT)
                    .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
        }
        return reference(type);
    }

    private @Nullable Object example(String type, String member, Schema schema) {
        Object given = examples.of(type, member);
        if (given != null || schema.getRef() != null || schema.getType() == null) {
            return given;
        }
        SchemaType kind = schema.getType().getFirst();
        if (kind == SchemaType.STRING && schema.getFormat() == null && schema.getEnumeration() == null) {
            throw new IllegalStateException("no example of " + type + "." + member);
        }
        return null;
    }

    /// An example of the whole that a schema describes.
    @Nullable
    Object example(Schema schema) {
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
            Object given = examples.of(name);
            return given == null ? example(byName.getOrDefault(name, OASFactory.createSchema())) : given;
        }
        if (schema.getExamples() != null && !schema.getExamples().isEmpty()) {
            return schema.getExamples().getFirst();
        }
        if (schema.getAnyOf() != null) {
            return example(schema.getAnyOf().getFirst());
        }
        if (schema.getEnumeration() != null) {
            return schema.getEnumeration().getFirst();
        }
        if (schema.getType() == null) {
            return "value";
        }
        return switch (schema.getType().getFirst()) {
            case STRING -> "uuid".equals(schema.getFormat()) ? ID : TIME;
            case INTEGER, NUMBER -> 1;
            case BOOLEAN -> false;
            case ARRAY -> single(example(schema.getItems()));
            case OBJECT -> object(schema);
            case NULL -> null;
        };
    }

    private static List<Object> single(@Nullable Object element) {
        List<Object> list = new ArrayList<>();
        if (element != null) {
            list.add(element);
        }
        return list;
    }

    private Map<String, @Nullable Object> object(Schema schema) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (schema.getProperties() != null) {
            boolean isPage = schema.getProperties().containsKey("results")
                    && schema.getProperties().containsKey("next");
            schema.getProperties().forEach((name, property) -> {
                boolean isLink = isPage && (name.equals("next") || name.equals("previous"));
                if (!isPage || isLink || name.equals("results")) {
                    object.put(name, isLink ? null : example(property));
                }
            });
        }
        return object;
    }
}
