package com.tasktracker.gateway.limit;

/// How much a client may ask in a minute.
///
/// @param name as the `RateLimit` fields say it
/// @param perMinute 0 for no limit
record Policy(String name, int perMinute) {
    boolean isOff() {
        return perMinute <= 0;
    }
}
