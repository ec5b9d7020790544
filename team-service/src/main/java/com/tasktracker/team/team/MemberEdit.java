package com.tasktracker.team.team;

import com.tasktracker.kit.body.Body;
import com.tasktracker.kit.body.Change;
import com.tasktracker.kit.body.ReadOnly;
import com.tasktracker.kit.body.Required;

/// What may be changed about a member.
@ReadOnly({"user", "joined_at"})
record MemberEdit(@Required Change<Role> role) implements Body {}
