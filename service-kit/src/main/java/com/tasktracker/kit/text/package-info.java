@NullMarked
package com.tasktracker.kit.text;

import org.jspecify.annotations.NullMarked;
