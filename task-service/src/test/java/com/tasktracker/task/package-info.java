@NullMarked
package com.tasktracker.task;

import org.jspecify.annotations.NullMarked;
