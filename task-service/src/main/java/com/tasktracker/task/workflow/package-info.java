@NullMarked
package com.tasktracker.task.workflow;

import org.jspecify.annotations.NullMarked;
