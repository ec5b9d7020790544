package com.tasktracker.local.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a service is told. What the user set wins over what is generated, and a name with the service's prefix over the
/// plain one; each service gets the secrets that it has a use for, and no other.
public final class ServiceEnvironment {
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> SECRETS = List.of(
            "DB_PASSWORD",
            "DB_MIGRATION_PASSWORD",
            "SERVICE_SECRET",
            "APP_SECRET",
            "KEY_ENCRYPTION_KEY",
            "EMAIL_HASH_KEY",
            "SMTP_PASSWORD");

    private final Settings settings;
    private final Secrets secrets;
    private final Ports ports;

    public ServiceEnvironment(Settings settings, Secrets secrets, Ports ports) {
        this.settings = settings;
        this.secrets = secrets;
        this.ports = ports;
    }

    public Map<String, String> of(Service service) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.keySet().removeIf(ServiceEnvironment::isSecret);
        put(environment, "QUARKUS_HTTP_HOST", LOOPBACK);
        put(environment, "GATEWAY_HOST", LOOPBACK);
        // The C library keeps a heap for each of many threads otherwise, of which little is in use.
        put(environment, "MALLOC_ARENA_MAX", "2");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service)));
        for (Service each : Service.values()) {
            environment.put(each.portVariable(), Integer.toString(ports.of(each)));
        }
        for (Service each : Service.withData()) {
            put(environment, each.name() + "_URL", "http://" + LOOPBACK + ":" + ports.of(each));
        }
        put(
                environment,
                "REDIS_URL",
                "redis://:" + secrets.get("REDIS_PASSWORD") + "@" + LOOPBACK + ":" + ports.redis());
        if (settings.value("SMTP_HOST").isEmpty()) {
            environment.put("SMTP_HOST", LOOPBACK);
            environment.put("SMTP_PORT", Integer.toString(ports.mailSink()));
        }
        if (service.hasData()) {
            putDatabase(environment, service);
            putSecrets(environment, service);
        }
        return environment;
    }

    /// Those of the table of settings, with any service's prefix or none: a service is given its own back one by one.
    private static boolean isSecret(String name) {
        return SECRETS.stream().anyMatch(secret -> name.equals(secret) || name.endsWith("_" + secret));
    }

    private void putDatabase(Map<String, String> environment, Service service) {
        putOwn(environment, service, "DB_URL", jdbcUrl());
        putOwn(environment, service, "DB_USER", service.schema());
        putOwn(environment, service, "DB_PASSWORD", secrets.get(service.name() + "_DB_PASSWORD"));
        putOwn(environment, service, "DB_MIGRATION_USER", service.schema() + "_owner");
        putOwn(environment, service, "DB_MIGRATION_PASSWORD", secrets.get(service.name() + "_DB_MIGRATION_PASSWORD"));
    }

    private void putSecrets(Map<String, String> environment, Service service) {
        putOwn(environment, service, "APP_SECRET", secrets.get(service.name() + "_APP_SECRET"));
        // A publisher compares what a follower shows, so each of the three knows the secrets of all three.
        for (Service each : Service.withData()) {
            String name = each.name() + "_SERVICE_SECRET";
            environment.put(name, settings.value(each, "SERVICE_SECRET").orElseGet(() -> secrets.get(name)));
        }
        putOwn(environment, service, "SERVICE_SECRET", secrets.get(service.name() + "_SERVICE_SECRET"));
        if (service == Service.IDENTITY) {
            put(environment, "KEY_ENCRYPTION_KEY", secrets.get("KEY_ENCRYPTION_KEY"));
        }
        if (service == Service.IDENTITY || service == Service.TEAM) {
            put(environment, "EMAIL_HASH_KEY", secrets.get("EMAIL_HASH_KEY"));
            settings.value(service, "SMTP_PASSWORD").ifPresent(password -> environment.put("SMTP_PASSWORD", password));
        }
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://" + LOOPBACK + ":" + ports.postgres() + "/tasktracker";
    }

    private void put(Map<String, String> environment, String name, String generated) {
        environment.put(name, settings.value(name).orElse(generated));
    }

    private void putOwn(Map<String, String> environment, Service service, String name, String generated) {
        environment.put(name, settings.value(service, name).orElse(generated));
    }
}
