package com.tasktracker.gateway.exchange;

/// What a path stands for.
///
/// @param template as the document writes it, `/tasks/{id}`; empty for a path that is no route
/// @param streams whether it is read as a stream of events
public record Route(String template, boolean streams) {
    public static final Route NONE = new Route("", false);
}
