package com.tasktracker.kit.body;

import com.tasktracker.kit.problem.Fault.Code;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A rule for text that its length and a pattern cannot express, such as that it names a time zone. It has a
/// constructor without parameters and judges by the text alone; see [Checked].
public interface Check {

    /// What is wrong with a text, which is within its length and matches its pattern.
    Optional<Finding> judge(String text);

    /// A fault whose place is not known yet.
    ///
    /// @param detail a sentence without its subject, such as "must be a time zone such as Europe/Paris"
    record Finding(Code code, String detail) {}

    /// The limits of the text's length in code points, where they are part of the rule.
    default @Nullable Length length() {
        return null;
    }

    /// From `min` to `max`, both included.
    record Length(int min, int max) {}
}
