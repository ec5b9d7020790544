@NullMarked
package com.tasktracker.task.board;

import org.jspecify.annotations.NullMarked;
