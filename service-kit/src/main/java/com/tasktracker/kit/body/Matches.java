package com.tasktracker.kit.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Text that must match a regular expression as a whole, after it has been folded as a line where [Line] stands beside.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Matches {
    String value();

    /// A sentence that says what is expected, such as "must be 3 to 30 of a-z 0-9 . _ -".
    String says();
}
