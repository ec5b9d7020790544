@NullMarked
package com.tasktracker.team.people;

import org.jspecify.annotations.NullMarked;
