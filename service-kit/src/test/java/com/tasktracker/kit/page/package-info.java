@NullMarked
package com.tasktracker.kit.page;

import org.jspecify.annotations.NullMarked;
