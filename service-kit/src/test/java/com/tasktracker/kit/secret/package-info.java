@NullMarked
package com.tasktracker.kit.secret;

import org.jspecify.annotations.NullMarked;
