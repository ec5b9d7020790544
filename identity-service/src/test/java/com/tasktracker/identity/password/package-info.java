@NullMarked
package com.tasktracker.identity.password;

import org.jspecify.annotations.NullMarked;
