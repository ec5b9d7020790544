@NullMarked
package com.tasktracker.kit.observe;

import org.jspecify.annotations.NullMarked;
