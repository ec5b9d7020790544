@NullMarked
package com.tasktracker.kit.caller;

import org.jspecify.annotations.NullMarked;
