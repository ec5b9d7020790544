@NullMarked
package com.tasktracker.identity.user;

import org.jspecify.annotations.NullMarked;
