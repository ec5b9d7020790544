package com.tasktracker.gateway.contract;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JSON as YAML 1.2 in block style. Strings stay in quotes as JSON has them, so that none is mistaken for something
/// else.
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]*");
    private static final Pattern MISTAKABLE = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(JsonObject document) {
        YamlText yaml = new YamlText();
        yaml.object(document, 0);
        return yaml.text.toString();
    }

    private void object(JsonObject object, int depth) {
        for (Map.Entry<String, Object> member : object) {
            indent(depth);
            text.append(key(member.getKey())).append(':');
            value(member.getValue(), depth + 1);
        }
    }

    private void array(JsonArray array, int depth) {
        for (Object element : array) {
            indent(depth);
            text.append('-');
            value(element, depth + 1);
        }
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case JsonObject object
            when !object.isEmpty() -> {
                text.append('\n');
                object(object, depth);
            }
            case JsonArray array
            when !array.isEmpty() -> {
                text.append('\n');
                array(array, depth);
            }
            case null -> text.append(" null\n");
            default -> text.append(' ').append(Json.encode(value)).append('\n');
        }
    }

    private void indent(int depth) {
        text.repeat("  ", depth);
    }

    private static String key(String name) {
        boolean isPlain =
                PLAIN.matcher(name).matches() && !MISTAKABLE.matcher(name).matches();
        return isPlain ? name : Json.encode(name);
    }
}
