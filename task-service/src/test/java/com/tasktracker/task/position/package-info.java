@NullMarked
package com.tasktracker.task.position;

import org.jspecify.annotations.NullMarked;
