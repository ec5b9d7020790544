@NullMarked
package com.tasktracker.gateway;

import org.jspecify.annotations.NullMarked;
