/// How much a client may ask: whose limit a request counts for, how much of it is left, and how gateways know of each
/// other's counts.
@NullMarked
package com.tasktracker.gateway.limit;

import org.jspecify.annotations.NullMarked;
