@NullMarked
package com.tasktracker.bench;

import org.jspecify.annotations.NullMarked;
