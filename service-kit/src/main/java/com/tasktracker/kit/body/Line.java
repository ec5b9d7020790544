package com.tasktracker.kit.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A single line of text: in NFC, white space folded and trimmed, not empty; limits in code points.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Line {
    int min() default 1;

    int max();
}
