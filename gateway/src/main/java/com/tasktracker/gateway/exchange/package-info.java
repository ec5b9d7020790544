/// One request on its way through the gateway, and the problems it may end in.
@NullMarked
package com.tasktracker.gateway.exchange;

import org.jspecify.annotations.NullMarked;
