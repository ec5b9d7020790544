@NullMarked
package com.tasktracker.local.parts;

import org.jspecify.annotations.NullMarked;
