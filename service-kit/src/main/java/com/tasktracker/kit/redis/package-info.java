@NullMarked
package com.tasktracker.kit.redis;

import org.jspecify.annotations.NullMarked;
