@NullMarked
package com.tasktracker.kit.sample;

import org.jspecify.annotations.NullMarked;
