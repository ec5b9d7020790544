package com.tasktracker.team.team;

/// What can be done to a team.
public enum Action {
    SEE,
    LEAVE,
    CHANGE,
    MANAGE_MEMBERS,
    INVITE,
    HAND_OVER,
    DELETE
}
