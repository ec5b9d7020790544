/// The gateway's settings.
@NullMarked
package com.tasktracker.gateway.config;

import org.jspecify.annotations.NullMarked;
