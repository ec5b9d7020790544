@NullMarked
package com.tasktracker.identity;

import org.jspecify.annotations.NullMarked;
