package com.tasktracker.team.team;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.JsonObject;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import org.jspecify.annotations.Nullable;

/// What a team is made of.
@ReadOnly({"owner", "owner_id", "role", "member_count"})
record NewTeam(
        @Required @Line(max = 80) String name,
        @Nullable @Prose(max = 2000) String description,
        @Nullable @JsonObject ObjectNode metadata)
        implements Body {}
