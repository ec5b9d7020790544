package com.tasktracker.kit.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Any JSON object of at most `maxBytes` bytes of UTF-8 and `maxDepth` levels, itself counted.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonObject {
    int maxBytes() default 8192;

    int maxDepth() default 5;
}
