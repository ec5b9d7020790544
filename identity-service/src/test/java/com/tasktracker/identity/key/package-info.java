@NullMarked
package com.tasktracker.identity.key;

import org.jspecify.annotations.NullMarked;
