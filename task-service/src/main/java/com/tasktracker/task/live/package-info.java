@NullMarked
package com.tasktracker.task.live;

import org.jspecify.annotations.NullMarked;
