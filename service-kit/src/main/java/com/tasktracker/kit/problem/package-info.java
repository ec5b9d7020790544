@NullMarked
package com.tasktracker.kit.problem;

import org.jspecify.annotations.NullMarked;
