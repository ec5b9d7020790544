@NullMarked
package com.tasktracker.task.testing;

import org.jspecify.annotations.NullMarked;
