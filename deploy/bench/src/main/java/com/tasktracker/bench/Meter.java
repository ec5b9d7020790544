package com.tasktracker.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Puts what the processes used meanwhile beside what a load took.
record Meter(Processes processes) {

    Measurement measure(
            String scenario, String way, String model, int connections, double rate, Supplier<Timing> load) {
        Map<String, Double> before = processes.cpu();
        Timing timing = load.get();
        Map<String, Double> after = processes.cpu();
        Map<String, Double> each = new LinkedHashMap<>();
        after.forEach((part, used) ->
                each.put(part, (used - before.getOrDefault(part, 0.0)) / Math.max(1, timing.requests())));
        return new Measurement(scenario, way, model, connections, rate, timing, each);
    }
}
