package com.tasktracker.task.workflow;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.text.Json;
import java.util.List;
import java.util.Locale;

/// Where a task stands, and what it may become from there.
public enum TaskStatus {
    TODO,
    IN_PROGRESS,
    IN_REVIEW,
    DONE,
    CANCELLED;

    public static TaskStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// As the database and the API write it.
    public String text() {
        return Json.nameOf(this);
    }

    /// What it may become; staying the same is no transition and always allowed.
    public List<TaskStatus> transitions() {
        return switch (this) {
            case TODO -> List.of(IN_PROGRESS, DONE, CANCELLED);
            case IN_PROGRESS -> List.of(TODO, IN_REVIEW, DONE, CANCELLED);
            case IN_REVIEW -> List.of(IN_PROGRESS, DONE, CANCELLED);
            case DONE -> List.of(IN_PROGRESS);
            case CANCELLED -> List.of(TODO);
        };
    }

    public boolean canBecome(TaskStatus next) {
        return this == next || transitions().contains(next);
    }

    /// Refuses as 422 `invalid-transition`, naming those that are allowed.
    public void requireTransition(TaskStatus next) {
        if (!canBecome(next)) {
            throw Problem.of(
                            422,
                            "invalid-transition",
                            "The status cannot change like that",
                            "A task that is " + text() + " cannot become " + next.text() + ".")
                    .with(
                            "allowed_transitions",
                            transitions().stream().map(TaskStatus::text).toList());
        }
    }

    /// Whether there is still something to do, so that whoever leaves the team must not hold it.
    public boolean isOpen() {
        return this != DONE && this != CANCELLED;
    }
}
