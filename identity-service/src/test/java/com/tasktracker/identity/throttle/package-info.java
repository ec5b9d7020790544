@NullMarked
package com.tasktracker.identity.throttle;

import org.jspecify.annotations.NullMarked;
