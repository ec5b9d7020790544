package com.tasktracker.team.team;

import java.util.UUID;

/// Somebody is no longer an admin of a team, in the transaction that is running: what they granted and what has not
/// taken effect yet is void.
public record AdminStoodDown(UUID team, UUID person) {}
