package com.tasktracker.team.team;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.JsonObject;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import java.util.UUID;

/// What may be changed about a team. `metadata` is merged as RFC 7396 has it; `null` empties it.
@ReadOnly({"owner", "role", "member_count"})
record TeamEdit(
        @Required @Line(max = 80) Change<String> name,
        @Prose(max = 2000) Change<String> description,
        @JsonObject Change<ObjectNode> metadata,
        @Required Change<UUID> ownerId)
        implements Body {}
