@NullMarked
package com.tasktracker.task.names;

import org.jspecify.annotations.NullMarked;
