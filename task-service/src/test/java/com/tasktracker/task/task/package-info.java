@NullMarked
package com.tasktracker.task.task;

import org.jspecify.annotations.NullMarked;
