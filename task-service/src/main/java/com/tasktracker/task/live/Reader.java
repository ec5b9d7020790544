package com.tasktracker.task.live;

import java.util.UUID;

/// Who reads the events of a board, in which session.
record Reader(UUID board, UUID person, UUID session) {}
