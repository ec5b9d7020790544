@NullMarked
package com.tasktracker.kit.testing;

import org.jspecify.annotations.NullMarked;
