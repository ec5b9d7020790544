@NullMarked
package com.tasktracker.local.settings;

import org.jspecify.annotations.NullMarked;
