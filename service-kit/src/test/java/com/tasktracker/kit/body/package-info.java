@NullMarked
package com.tasktracker.kit.body;

import org.jspecify.annotations.NullMarked;
