/// Whether the gateway and the services behind it are up.
@NullMarked
package com.tasktracker.gateway.health;

import org.jspecify.annotations.NullMarked;
