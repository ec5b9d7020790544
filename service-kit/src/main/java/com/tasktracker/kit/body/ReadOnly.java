package com.tasktracker.kit.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names members that the resource shows but that may not be set here, beside those of every resource (`id`,
/// `created_at`, `updated_at`, `created_by`, `version`): sending one is `read_only`, not `unknown`.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadOnly {
    String[] value();
}
