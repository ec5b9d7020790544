@NullMarked
package com.tasktracker.local.process;

import org.jspecify.annotations.NullMarked;
