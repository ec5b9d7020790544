@NullMarked
package com.tasktracker.team;

import org.jspecify.annotations.NullMarked;
