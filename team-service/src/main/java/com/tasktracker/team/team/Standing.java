package com.tasktracker.team.team;

import com.tasktracker.kit.problem.Problem;

/// What a caller is to one team, and so what they may do there.
///
/// @param isOwner an owner is always an admin
public record Standing(Role role, boolean isOwner) {

    public boolean may(Action action) {
        return switch (action) {
            case SEE, LEAVE -> true;
            case CHANGE, MANAGE_MEMBERS, INVITE -> role == Role.ADMIN;
            case HAND_OVER, DELETE -> isOwner;
        };
    }

    /// Refuses as 403.
    public Standing require(Action action) {
        if (may(action)) {
            return this;
        }
        throw Problem.forbidden(
                action == Action.HAND_OVER || action == Action.DELETE
                        ? "Only the owner of the team may do this."
                        : "Only admins of the team may do this.");
    }
}
