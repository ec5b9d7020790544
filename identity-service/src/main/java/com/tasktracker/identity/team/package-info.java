@NullMarked
package com.tasktracker.identity.team;

import org.jspecify.annotations.NullMarked;
