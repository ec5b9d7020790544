package com.tasktracker.task.board;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Items;
import com.tasktracker.kit.body.Line;
import com.tasktracker.kit.body.Prose;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A board to be made. Lists that are named carry no status; without names there are the three that carry one.
@ReadOnly("deleted_at")
record NewBoard(
        @Required UUID teamId,
        @Required @Line(max = 80) String name,
        @Nullable @Prose(max = 2_000) String description,

        @Nullable @Items(min = 1, max = BoardList.MOST) @Line(max = 80)
        List<String> lists)
        implements Body {}
