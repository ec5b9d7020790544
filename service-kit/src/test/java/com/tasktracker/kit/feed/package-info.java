@NullMarked
package com.tasktracker.kit.feed;

import org.jspecify.annotations.NullMarked;
