package com.tasktracker.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The OpenAPI document as the gateway shows it.
record ContractDocument(JsonNode whole) {

    /// One method of one path.
    record Operation(ContractDocument document, String method, String path, JsonNode node) {

        String id() {
            return node.path("operationId").asText();
        }

        boolean isPublic() {
            return node.path("security").isEmpty()
                    || node.path("security").get(0).isEmpty();
        }

        boolean isClosed() {
            return node.path("security").size() == 1;
        }

        boolean isStream() {
            return node.path("responses").path("200").path("content").has("text/event-stream");
        }

        List<JsonNode> parameters(String in) {
            List<JsonNode> found = new ArrayList<>();
            node.path("parameters").forEach(parameter -> {
                JsonNode resolved = document.resolve(parameter);
                if (resolved.path("in").asText().equals(in)) {
                    found.add(resolved);
                }
            });
            return found;
        }

        /// The media type that the body is sent as, if there is a body.
        Optional<String> bodyType() {
            var types = node.path("requestBody").path("content").fieldNames();
            return types.hasNext() ? Optional.of(types.next()) : Optional.empty();
        }

        boolean mayLackBody() {
            return !node.path("requestBody").path("required").asBoolean();
        }

        JsonNode bodySchema() {
            JsonNode content = node.path("requestBody").path("content");
            return content.isEmpty()
                    ? content
                    : document.resolve(content.elements().next().path("schema"));
        }

        JsonNode response(int status) {
            return document.resolve(node.path("responses").path(Integer.toString(status)));
        }

        boolean answersJson() {
            for (JsonNode response : node.path("responses")) {
                if (document.resolve(response).path("content").has("application/json")) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return id() + " " + method + " " + path;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : whole.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                operations.add(new Operation(
                        this, operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
            }
        }
        return operations;
    }

    /// What a reference leads to; anything else as it is.
    JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        while (found.has("$ref")) {
            JsonNode next = whole.at(found.path("$ref").asText().substring(1));
            if (next.isMissingNode()) {
                throw new AssertionError("leads nowhere: " + found);
            }
            found = next;
        }
        return found;
    }
}
