package com.tasktracker.gateway.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One OpenAPI 3.1 document made of those of the services and of the gateway's own. Each operation also gets what the
/// gateway adds to every answer.
final class JoinedDocument {

    private static final String COMPONENTS = "components";
    private static final String PATHS = "paths";
    private static final String RESPONSES = "responses";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    /// What any request may be answered before a service has it, or instead of the service's answer.
    private static final List<String> REFUSALS = List.of("429", "431", "502", "503", "504");

    private final JsonObject whole;
    private final JsonObject paths;
    private final JsonObject components;

    /// @param own what the gateway says of itself; the frame of the whole
    JoinedDocument(JsonObject own) {
        whole = own.copy();
        paths = whole.getJsonObject(PATHS);
        components = whole.getJsonObject(COMPONENTS);
    }

    void add(JsonObject service) {
        JsonObject added = service.copy();
        for (Map.Entry<String, Object> kind : added.getJsonObject(COMPONENTS)) {
            addComponents(kind.getKey(), (JsonObject) kind.getValue());
        }
        for (Map.Entry<String, Object> path : added.getJsonObject(PATHS)) {
            JsonObject item = (JsonObject) path.getValue();
            item.forEach(operation -> {
                if (METHODS.contains(operation.getKey())) {
                    complete((JsonObject) operation.getValue());
                }
            });
            if (paths.containsKey(path.getKey())) {
                throw new IllegalStateException("Two services have the path " + path.getKey());
            }
            paths.put(path.getKey(), item);
        }
    }

    private void addComponents(String kind, JsonObject named) {
        if (!components.containsKey(kind)) {
            components.put(kind, new JsonObject());
        }
        JsonObject known = components.getJsonObject(kind);
        for (Map.Entry<String, Object> component : named) {
            Object same = known.getValue(component.getKey());
            if (same != null && !same.equals(component.getValue())) {
                throw new IllegalStateException("Two services mean different things by " + component.getKey());
            }
            known.put(component.getKey(), component.getValue());
        }
    }

    private static void complete(JsonObject operation) {
        JsonObject responses = operation.getJsonObject(RESPONSES);
        responses.forEach(response -> {
            JsonObject success = (JsonObject) response.getValue();
            if (success.containsKey("headers")) {
                success.getJsonObject("headers")
                        .put("RateLimit", reference("headers/RateLimit"))
                        .put("RateLimit-Policy", reference("headers/RateLimitPolicy"));
            }
        });
        for (String status : REFUSALS) {
            if (!responses.containsKey(status)) {
                responses.put(status, reference(RESPONSES + "/Gateway" + status));
            }
        }
    }

    private static JsonObject reference(String name) {
        return new JsonObject().put("$ref", "#/" + COMPONENTS + "/" + name);
    }

    /// Tags that no operation has would be empty headings.
    JsonObject whole() {
        JsonArray tags = whole.getJsonArray("tags");
        for (int i = tags.size() - 1; i >= 0; i--) {
            String name = tags.getJsonObject(i).getString("name");
            if (!paths.encode().contains("\"tags\":[\"" + name + "\"]")) {
                tags.remove(i);
            }
        }
        return whole;
    }
}
