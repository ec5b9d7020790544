package com.tasktracker.kit.contract;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/// The query parameters of a route, from the annotations that also let them pass.
record QueryParameters(Schemas schemas) {

    private static final int MOST_VALUES = 100;

    List<Parameter> of(Method method) {
        List<Parameter> parameters = new ArrayList<>();
        for (var declared :
                method.getAnnotationsByType(org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class)) {
            if (declared.in() == ParameterIn.QUERY) {
                parameters.add(of(declared, method));
            } else if (declared.in() == ParameterIn.HEADER) {
                Parameter field =
                        OASFactory.createParameter().name(declared.name()).in(Parameter.In.HEADER);
                described(field, declared, method);
                parameters.add(field);
            }
        }
        return parameters;
    }

    private Parameter of(org.eclipse.microprofile.openapi.annotations.parameters.Parameter declared, Method method) {
        Parameter parameter = OASFactory.createParameter()
                .name(declared.name())
                .in(Parameter.In.QUERY)
                .required(declared.required());
        switch (declared.name()) {
            case "cursor" ->
                parameter
                        .description("From `next` or `previous` of a page; to be followed as it is.")
                        .schema(text().maxLength(4_000));
            case "page_size" ->
                parameter
                        .description("How many results a page has at most; more than 100 counts as 100.")
                        .schema(OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .minimum(BigDecimal.ONE)
                                .defaultValue(20));
            case "include_count" ->
                parameter
                        .description("Adds `count`, exact up to 10,000, and `count_is_exact`.")
                        .schema(OASFactory.createSchema()
                                .addType(SchemaType.BOOLEAN)
                                .defaultValue(false));
            default -> described(parameter, declared, method);
        }
        return parameter;
    }

    private void described(
            Parameter parameter,
            org.eclipse.microprofile.openapi.annotations.parameters.Parameter declared,
            Method method) {
        if (declared.description().isEmpty()) {
            throw new IllegalStateException(method + " does not describe its parameter " + declared.name());
        }
        parameter.setDescription(declared.description());
        Class<?> type = declared.schema().implementation();
        Schema schema = type == Void.class ? text() : schemas.plain(type);
        if (schema.getItems() != null) {
            schema.maxItems(MOST_VALUES);
            parameter.style(Parameter.Style.FORM).explode(true);
        }
        if (declared.schema().maxLength() < Integer.MAX_VALUE) {
            schema.minLength(1).maxLength(declared.schema().maxLength());
        }
        Arrays.stream(declared.schema().enumeration()).forEach(schema::addEnumeration);
        parameter.setSchema(schema);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
