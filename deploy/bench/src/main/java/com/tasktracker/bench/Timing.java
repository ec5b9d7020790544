package com.tasktracker.bench;

import io.hyperfoil.api.statistics.StatisticsSnapshot;

/// @param requests that were answered
/// @param faults answers of 400 and more, broken connections and time-outs
/// @param seconds that it took, and latencies in milliseconds
record Timing(long requests, long faults, double seconds, double p50, double p99, double p999) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Timing of(StatisticsSnapshot all, double seconds) {
        return new Timing(
                all.responseCount,
                all.invalid + all.connectionErrors + all.requestTimeouts + all.internalErrors,
                seconds,
                all.histogram.getValueAtPercentile(50) / NANOS_PER_MILLI,
                all.histogram.getValueAtPercentile(99) / NANOS_PER_MILLI,
                all.histogram.getValueAtPercentile(99.9) / NANOS_PER_MILLI);
    }

    double rate() {
        return requests / seconds;
    }
}
