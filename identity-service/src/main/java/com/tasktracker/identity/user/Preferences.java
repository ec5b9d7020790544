package com.tasktracker.identity.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user prefers: any JSON object of at most 8 KiB and 5 levels, changed by merge patches (RFC 7396).
final class Preferences {

    private static final int MAX_BYTES = 8 * 1024;
    private static final int MAX_DEPTH = 5;

    private Preferences() {}

    /// What they are after a patch; `null` clears them. A 400 where that is more than there may be.
    static ObjectNode patched(ObjectNode current, @Nullable ObjectNode patch) {
        if (patch == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode result = merged(current.deepCopy(), patch);
        if (result.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw refused(Fault.Code.TOO_LONG, "would have more than " + MAX_BYTES + " bytes");
        }
        if (depth(result) > MAX_DEPTH) {
            throw refused(Fault.Code.OUT_OF_RANGE, "would be nested more than " + MAX_DEPTH + " levels deep");
        }
        return result;
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(member.getKey());
            } else if (value instanceof ObjectNode inner) {
                ObjectNode before = target.get(member.getKey()) instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode();
                target.set(member.getKey(), merged(before, inner));
            } else {
                target.set(member.getKey(), value);
            }
        }
        return target;
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainerNode() ? deepest + 1 : deepest;
    }

    private static Problem refused(Fault.Code code, String detail) {
        return Problem.invalid(List.of(new Fault("preferences", code, detail)));
    }
}
