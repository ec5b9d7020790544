@NullMarked
package com.tasktracker.task.leaving;

import org.jspecify.annotations.NullMarked;
