package com.tasktracker.team.team;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.StrictJson;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a team's clients keep about it: any JSON object of at most 8 KiB and 5 levels, kept as text.
final class Metadata {

    static final int MAX_BYTES = 8192;
    static final int MAX_DEPTH = 5;

    private static final String EMPTY = "{}";

    private Metadata() {}

    static String of(@Nullable ObjectNode metadata) {
        return metadata == null ? EMPTY : metadata.toString();
    }

    /// The metadata after a merge patch (RFC 7396); `null` empties it. What has become too much is a 400.
    static String merged(String current, @Nullable ObjectNode patch) {
        if (patch == null) {
            return EMPTY;
        }
        ObjectNode merged = parse(current);
        merge(merged, patch);
        String text = merged.toString();
        Faults faults = new Faults();
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            faults.add("metadata", Code.TOO_LONG, "must have at most " + MAX_BYTES + " bytes once it is merged");
        }
        faults.throwIfAny();
        return text;
    }

    static ObjectNode parse(String metadata) {
        return StrictJson.object(metadata.getBytes(StandardCharsets.UTF_8), new Faults());
    }

    /// The depth cannot grow beyond that of the deeper one, since a member is merged at its own level.
    private static void merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(member.getKey());
            } else if (value instanceof ObjectNode changes) {
                ObjectNode before = target.get(member.getKey()) instanceof ObjectNode object
                        ? object
                        : target.putObject(member.getKey());
                merge(before, changes);
            } else {
                target.set(member.getKey(), value);
            }
        }
    }
}
