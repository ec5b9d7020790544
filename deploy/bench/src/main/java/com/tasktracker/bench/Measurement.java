package com.tasktracker.bench;

import java.util.Map;

/// @param way `gateway` or `direct`
/// @param model `closed` or `open`, see [Load]
/// @param rate asked for, in rounds a second; 0 in the closed model
/// @param cpu CPU-milliseconds a request, of each process
record Measurement(
        String scenario,
        String way,
        String model,
        int connections,
        double rate,
        Timing timing,
        Map<String, Double> cpu) {

    double cpuOfAll() {
        return cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
