@NullMarked
package com.tasktracker.identity.session;

import org.jspecify.annotations.NullMarked;
