package com.tasktracker.kit.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.LongStream;

/// Requests are counted by how long they took, in the same steps as at the gateway, so that shares and quantiles can be
/// computed over all replicas.
class LatencyHistograms {

    private static final long[] STEPS_MILLIS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000, 10_000};

    @Produces
    @Singleton
    MeterFilter requests() {
        double[] steps = LongStream.of(STEPS_MILLIS)
                .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
                .toArray();
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("http.server.requests")
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(steps)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}
