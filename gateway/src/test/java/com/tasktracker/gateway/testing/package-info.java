/// Services that behave and misbehave on demand, and clients that do.
@NullMarked
package com.tasktracker.gateway.testing;

import org.jspecify.annotations.NullMarked;
