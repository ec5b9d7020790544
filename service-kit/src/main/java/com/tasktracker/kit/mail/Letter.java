package com.tasktracker.kit.mail;

/// What a mail says.
///
/// @param text plain
public record Letter(String subject, String text) {}
