@NullMarked
package com.tasktracker.team.invitation;

import org.jspecify.annotations.NullMarked;
