package com.tasktracker.kit.observe;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Traces are made if there is somewhere to send them: the OpenTelemetry SDK is off unless
/// `OTEL_EXPORTER_OTLP_ENDPOINT`
/// has a value.
public final class TraceSettings implements ConfigSourceFactory {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    /// Above the defaults, below what an operator says.
    private static final int ORDINAL = 110;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        @Nullable ConfigValue endpoint = context.getValue(ENDPOINT);
        boolean isOff = endpoint == null
                || endpoint.getValue() == null
                || endpoint.getValue().isBlank();
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.otel.sdk.disabled", Boolean.toString(isOff)), "traces", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}
