/// The services behind the gateway: which route is whose, which replicas answer, and how a request is forwarded.
@NullMarked
package com.tasktracker.gateway.upstream;

import org.jspecify.annotations.NullMarked;
