package com.tasktracker.gateway.upstream;

import com.tasktracker.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which first path segment is whose. What is in no route is closed.
@ApplicationScoped
public class Routes {
    private final Map<String, Upstream> byPrefix = new HashMap<>();
    private final List<Upstream> upstreams = new ArrayList<>();

    public Routes(GatewayConfig config) {
        config.upstreams().forEach((name, service) -> {
            Upstream upstream = new Upstream(name, service.url());
            upstreams.add(upstream);
            for (String prefix : service.prefixes()) {
                if (!prefix.matches("/[A-Za-z0-9._-]+") || byPrefix.put(prefix, upstream) != null) {
                    throw new IllegalArgumentException("Not a free first path segment: " + prefix);
                }
            }
        });
        upstreams.sort((a, b) -> a.name().compareTo(b.name()));
    }

    /// The service whose first path segment this is, with its slash.
    public @Nullable Upstream find(String prefix) {
        return byPrefix.get(prefix);
    }

    /// In the order of their names.
    public List<Upstream> upstreams() {
        return List.copyOf(upstreams);
    }
}
