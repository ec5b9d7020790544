@NullMarked
package com.tasktracker.kit.data;

import org.jspecify.annotations.NullMarked;
