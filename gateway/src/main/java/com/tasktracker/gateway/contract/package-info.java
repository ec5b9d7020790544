/// The documentation of the API: one document of all services, and the page that shows it.
@NullMarked
package com.tasktracker.gateway.contract;

import org.jspecify.annotations.NullMarked;
