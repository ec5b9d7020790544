@NullMarked
package com.tasktracker.identity.auth;

import org.jspecify.annotations.NullMarked;
