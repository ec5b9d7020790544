/// What can be seen of the gateway at work: a line in the access log for each request, and numbers.
@NullMarked
package com.tasktracker.gateway.observe;

import org.jspecify.annotations.NullMarked;
