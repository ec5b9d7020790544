@NullMarked
package com.tasktracker.kit.mail;

import org.jspecify.annotations.NullMarked;
