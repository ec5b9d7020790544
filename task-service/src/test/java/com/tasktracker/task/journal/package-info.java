@NullMarked
package com.tasktracker.task.journal;

import org.jspecify.annotations.NullMarked;
