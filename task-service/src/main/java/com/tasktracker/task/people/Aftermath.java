package com.tasktracker.task.people;

/// What follows for a team's work when people leave it, or it ends.
public interface Aftermath {

    /// Runs in the transaction that brings the tables to a feed's head. It must be quick and must not wait long for
    /// anything: what it leaves undone of [Departures] is done later.
    void atHead();
}
