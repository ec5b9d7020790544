@NullMarked
package com.tasktracker.kit.http;

import org.jspecify.annotations.NullMarked;
