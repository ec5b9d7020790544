/// What can be seen of a service at work.
@NullMarked
package com.tasktracker.kit.observe;

import org.jspecify.annotations.NullMarked;
