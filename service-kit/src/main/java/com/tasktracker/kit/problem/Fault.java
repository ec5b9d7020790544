package com.tasktracker.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a request: where it is, what kind of wrong, and a sentence that names the limit.
///
/// @param field a path such as `profile.timezone`, `operations[3].title`, or a parameter's name
@RegisterForReflection(targets = {Fault.class, Fault.Code.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(String field, Code code, @Nullable String detail) {

    /// The kinds of faults that the API contract lists.
    public enum Code {
        REQUIRED,
        UNKNOWN,
        READ_ONLY,
        DUPLICATE,
        WRONG_TYPE,
        TOO_SHORT,
        TOO_LONG,
        OUT_OF_RANGE,
        MALFORMED,
        NOT_ALLOWED
    }
}
