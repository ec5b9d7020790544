@NullMarked
package com.tasktracker.identity.redis;

import org.jspecify.annotations.NullMarked;
