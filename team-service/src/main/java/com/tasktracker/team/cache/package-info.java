@NullMarked
package com.tasktracker.team.cache;

import org.jspecify.annotations.NullMarked;
