package com.tasktracker.task.people;

import java.util.Locale;

/// What somebody is in a team. Each role may do all that the next one may.
public enum Role {
    ADMIN,
    MEMBER,
    VIEWER;

    /// As the teams feed writes it. An unknown one of a later release counts as the least.
    public static Role of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "admin" -> ADMIN;
            case "member" -> MEMBER;
            default -> VIEWER;
        };
    }

    /// May create, change and delete boards and lists, and delete what others made.
    public boolean managesBoards() {
        return this == ADMIN;
    }

    /// May create and change tasks, comment, and be assigned to tasks.
    public boolean worksOnTasks() {
        return this != VIEWER;
    }
}
