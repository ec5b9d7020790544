package com.tasktracker.task.task;

import com.tasktracker.kit.text.Json;
import java.util.Locale;

/// How much a task matters, in the order of meaning.
enum TaskPriority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT;

    static TaskPriority of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// As the database and the API write it.
    String text() {
        return Json.nameOf(this);
    }
}
