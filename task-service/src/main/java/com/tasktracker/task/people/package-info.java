@NullMarked
package com.tasktracker.task.people;

import org.jspecify.annotations.NullMarked;
