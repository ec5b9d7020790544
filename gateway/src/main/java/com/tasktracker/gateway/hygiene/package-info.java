/// What may go in and out: request targets, header fields, framing, client addresses.
@NullMarked
package com.tasktracker.gateway.hygiene;

import org.jspecify.annotations.NullMarked;
