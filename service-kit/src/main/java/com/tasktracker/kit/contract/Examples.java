package com.tasktracker.kit.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the members of a service's bodies and views may look like: by a member's name, by `Type.member`, or by the name
/// of a type for the whole of it. What has a form of its own, such as an id, needs none.
record Examples(Map<String, Object> byName) {

    private static final String RESOURCE = "contract-examples.json";

    /// Those in `contract-examples.json` of the service.
    static Examples load() {
        Map<String, Object> all = new HashMap<>();
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            if (file != null) {
                new ObjectMapper()
                        .readTree(file)
                        .properties()
                        .forEach(each ->
                                all.put(each.getKey(), new ObjectMapper().convertValue(each.getValue(), Object.class)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Examples(all);
    }

    @Nullable
    Object of(String type) {
        return byName.get(type);
    }

    @Nullable
    Object of(String type, String member) {
        Object own = byName.get(type + "." + member);
        return own == null ? byName.get(member) : own;
    }
}
