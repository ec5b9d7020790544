@NullMarked
package com.tasktracker.team.team;

import org.jspecify.annotations.NullMarked;
