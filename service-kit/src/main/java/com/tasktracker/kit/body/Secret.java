package com.tasktracker.kit.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The member's value is nothing to be kept in any form that is quick to compare with a guess: the fingerprint of an
/// `Idempotency-Key` leaves it out, and whoever answers a repeat compares it themselves.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Secret {}
