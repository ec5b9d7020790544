@NullMarked
package com.tasktracker.task.purge;

import org.jspecify.annotations.NullMarked;
