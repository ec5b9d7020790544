package com.tasktracker.kit.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next the path of the page behind this one, `null` at the end
/// @param previous the path of the page before this one, `null` at the beginning
/// @param count how many rows there are in all, where asked for; exact up to 10,000
/// @param countIsExact false where there are more than `count`
@RegisterForReflection
public record Page<T>(
        List<T> results,
        @Nullable String next,
        @Nullable String previous,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer count,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean countIsExact) {}
