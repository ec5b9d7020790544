package com.tasktracker.task.live;

/// Where in the log a reader stands.
///
/// @param seen the number of the last event that the reader has
record Standing(Reader reader, long seen) {

    EventLog.Place place() {
        return new EventLog.Place(reader.board(), seen);
    }
}
