package com.tasktracker.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What it took to start a part, all of them at about the same time.
///
/// @param readyMillis from the start of its process until it said that it was ready, as the launcher saw it; left out
///     where that does not measure it
/// @param residentMib and own, then: see [Processes]
record Start(
        String part,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long readyMillis,
        double residentMib,
        double ownMib) {}
