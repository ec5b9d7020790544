@NullMarked
package com.tasktracker.identity.mail;

import org.jspecify.annotations.NullMarked;
