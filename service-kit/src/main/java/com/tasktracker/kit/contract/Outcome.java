package com.tasktracker.kit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a route answers beyond what its signature says, for the OpenAPI document; the test of the contract holds the
/// service to it.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Outcome {

    /// The status of success; unless given, 200 where something is shown and 204 where nothing is.
    int status() default 0;

    /// What is shown, where the signature does not tell.
    Class<?> view() default void.class;

    /// Whether it takes an `Idempotency-Key`.
    boolean repeatable() default false;

    /// Whether it takes an `If-Match`.
    boolean conditional() default false;

    /// Whether it may answer 202, since not every service has heard of it yet.
    boolean propagates() default false;

    /// The types of problems that follow from what the route does, such as `forbidden`; those that every route may
    /// answer are understood.
    String[] problems() default {};
}
