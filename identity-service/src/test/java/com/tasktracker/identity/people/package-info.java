@NullMarked
package com.tasktracker.identity.people;

import org.jspecify.annotations.NullMarked;
