package com.tasktracker.local.settings;

import java.util.EnumMap;
import java.util.Map;

/// Where each part of one run listens, or is expected to.
public record Ports(int postgres, int redis, int mailSink, Map<Service, Integer> services) {
    public static final String POSTGRES_VARIABLE = "POSTGRES_PORT";
    public static final String REDIS_VARIABLE = "REDIS_PORT";
    public static final String MAIL_SINK_VARIABLE = "MAIL_SINK_PORT";
    public static final String POSTGRES = "postgres";
    public static final String REDIS = "redis";
    public static final String MAIL_SINK = "mail-sink";

    private static final int DEFAULT_POSTGRES = 54_320;
    private static final int DEFAULT_REDIS = 63_790;
    private static final int DEFAULT_MAIL_SINK = 10_250;
    private static final Map<Service, Integer> DEFAULTS =
            Map.of(Service.GATEWAY, 8080, Service.IDENTITY, 8081, Service.TEAM, 8082, Service.TASK, 8083);

    public Ports {
        services = Map.copyOf(services);
    }

    /// Of a run of the whole suite: what is set, or the defaults.
    public static Ports ofWhole(Settings settings) throws LaunchFailure {
        return new Ports(
                settings.port(POSTGRES_VARIABLE, DEFAULT_POSTGRES),
                settings.port(REDIS_VARIABLE, DEFAULT_REDIS),
                settings.port(MAIL_SINK_VARIABLE, DEFAULT_MAIL_SINK),
                servicePorts(settings, DEFAULTS));
    }

    /// Of named parts: what is set, or where the other parts of the home last ran.
    public static Ports ofNamed(Settings settings) throws LaunchFailure {
        return new Ports(
                settings.port(POSTGRES_VARIABLE, settings.portOfSuite(POSTGRES, POSTGRES_VARIABLE, DEFAULT_POSTGRES)),
                settings.port(REDIS_VARIABLE, settings.portOfSuite(REDIS, REDIS_VARIABLE, DEFAULT_REDIS)),
                settings.port(
                        MAIL_SINK_VARIABLE, settings.portOfSuite(MAIL_SINK, MAIL_SINK_VARIABLE, DEFAULT_MAIL_SINK)),
                servicePorts(settings, suitePorts(settings)));
    }

    /// The name of a service's process: with another port than the suite's it is a replica, and carries the port.
    public static String processName(Settings settings, Service service, int port) throws LaunchFailure {
        return port == suitePorts(settings).getOrDefault(service, 0) ? service.folder() : service.folder() + "-" + port;
    }

    public int of(Service service) {
        return services.getOrDefault(service, 0);
    }

    private static Map<Service, Integer> suitePorts(Settings settings) throws LaunchFailure {
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        for (var entry : DEFAULTS.entrySet()) {
            Service service = entry.getKey();
            ports.put(service, settings.portOfSuite(service.folder(), service.portVariable(), entry.getValue()));
        }
        return ports;
    }

    private static Map<Service, Integer> servicePorts(Settings settings, Map<Service, Integer> fallback)
            throws LaunchFailure {
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        for (var entry : fallback.entrySet()) {
            ports.put(entry.getKey(), settings.port(entry.getKey().portVariable(), entry.getValue()));
        }
        return ports;
    }
}
