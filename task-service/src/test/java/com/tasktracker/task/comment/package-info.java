@NullMarked
package com.tasktracker.task.comment;

import org.jspecify.annotations.NullMarked;
