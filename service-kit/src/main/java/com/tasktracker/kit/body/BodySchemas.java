package com.tasktracker.kit.body;

import com.tasktracker.kit.body.Shape.Member;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/// JSON schemas of bodies, made from the very rules by which they are checked.
///
/// @param references to the schema of another body or of an enumeration
/// @param examples of the member with this name, `null` where none is needed
public record BodySchemas(
        Function<Class<?>, Schema> references, BiFunction<String, Schema, @Nullable Object> examples) {

    public Schema of(Class<?> body) {
        Shape<?> shape = Shape.of(body);
        Schema schema = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
                .extensions(new LinkedHashMap<>());
        schema.addExtension("x-read-only", shape.readOnly());
        for (Member member : shape.members()) {
            Schema property = of(member.rule());
            Object example = examples.apply(member.name(), property);
            Schema shown = member.isRequired() ? property : orNull(property);
            if (example != null && shown.getRef() == null) {
                shown.addExample(example);
            }
            schema.addProperty(member.name(), shown);
            if (member.isRequired() && !member.isChange()) {
                schema.addRequired(member.name());
            }
        }
        return schema;
    }

    /// A schema that also takes `null`.
    public static Schema orNull(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        if (schema.getType() != null) {
            List<SchemaType> types = new ArrayList<>(schema.getType());
            types.add(SchemaType.NULL);
            schema.setType(types);
        }
        return schema;
    }

    private Schema of(Rule rule) {
        return switch (rule) {
            case Rule.TextRule text -> text(text);
            case Rule.CheckedRule checked -> checked(checked);
            case Rule.NumberRule number ->
                OASFactory.createSchema()
                        .addType(SchemaType.INTEGER)
                        .format(number.isInteger() ? "int32" : "int64")
                        .minimum(BigDecimal.valueOf(number.min()))
                        .maximum(BigDecimal.valueOf(number.max()));
            case Rule.FlagRule _ -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case Rule.FormRule form -> form(form);
            case Rule.ConstantRule constants -> references.apply(constants.type());
            case Rule.ListRule list ->
                OASFactory.createSchema()
                        .addType(SchemaType.ARRAY)
                        .items(of(list.element()))
                        .minItems(list.min())
                        .maxItems(list.max());
            case Rule.ObjectRule object ->
                OASFactory.createSchema()
                        .addType(SchemaType.OBJECT)
                        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true))
                        .description("At most " + object.maxBytes() + " bytes of JSON, nested at most "
                                + object.maxDepth() + " levels deep.");
            case Rule.BodyRule body -> references.apply(body.type());
        };
    }

    private static Schema text(Rule.TextRule text) {
        Schema schema = OASFactory.createSchema()
                .addType(SchemaType.STRING)
                .minLength(text.min())
                .maxLength(text.max());
        if (text.pattern() != null) {
            schema.pattern("^(?:" + text.pattern().pattern() + ")$").description("It " + text.says() + ".");
        }
        return schema;
    }

    private Schema checked(Rule.CheckedRule checked) {
        Schema schema = of(checked.text());
        Check.Length length = checked.check().length();
        return length == null
                ? schema
                : schema.minLength(length.min())
                        .maxLength(Math.min(length.max(), Objects.requireNonNull(schema.getMaxLength())));
    }

    private static Schema form(Rule.FormRule form) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.STRING);
        return form.says().contains("or a date")
                ? schema.description("RFC 3339 in UTC, or a bare date, which means the last second of that day in UTC.")
                : schema.format(form.format());
    }
}
