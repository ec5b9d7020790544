package com.tasktracker.task.task;

import com.tasktracker.task.people.PersonSummary;
import java.util.UUID;

/// Who holds a task, and the membership under which they do.
record Assignee(PersonSummary person, UUID membershipId) {}
