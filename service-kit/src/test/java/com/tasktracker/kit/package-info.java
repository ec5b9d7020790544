@NullMarked
package com.tasktracker.kit;

import org.jspecify.annotations.NullMarked;
