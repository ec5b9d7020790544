@NullMarked
package com.tasktracker.local;

import org.jspecify.annotations.NullMarked;
