package com.tasktracker.team.invitation;

/// What a mail is for.
enum Purpose {
    /// Carries a token that accepts or declines an invitation; about the invitation.
    INVITATION
}
