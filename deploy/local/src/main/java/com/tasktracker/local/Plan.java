package com.tasktracker.local;

import com.tasktracker.local.parts.JavaService;
import com.tasktracker.local.parts.MailSink;
import com.tasktracker.local.parts.Part;
import com.tasktracker.local.parts.Postgres;
import com.tasktracker.local.parts.Redis;
import com.tasktracker.local.parts.Roles;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Secrets;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.ServiceEnvironment;
import com.tasktracker.local.settings.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which parts a run has, and where.
///
/// @param isWhole whether it is the whole suite, of which there is one in a home
public record Plan(boolean isWhole, Ports ports, List<Part> parts) {

    public Plan {
        parts = List.copyOf(parts);
    }

    /// The whole suite, without the embedded servers for which the user set a server of their own.
    public static Plan whole(Settings settings) throws LaunchFailure {
        Ports ports = Ports.ofWhole(settings);
        Maker maker = new Maker(settings, ports);
        List<Part> parts = new ArrayList<>();
        if (Service.withData().stream()
                .anyMatch(service -> settings.value(service, "DB_URL").isEmpty())) {
            parts.add(maker.postgres());
        }
        if (settings.value("REDIS_URL").isEmpty()) {
            parts.add(maker.redis());
        }
        if (settings.value("SMTP_HOST").isEmpty()) {
            parts.add(maker.mailSink());
        }
        for (Service service : Service.values()) {
            parts.add(maker.service(service, service.folder()));
        }
        return new Plan(true, ports, parts);
    }

    public static Plan named(Settings settings, List<String> names) throws LaunchFailure {
        Ports ports = Ports.ofNamed(settings);
        Maker maker = new Maker(settings, ports);
        List<Part> parts = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            Optional<Service> service = Service.named(name);
            parts.add(
                    switch (name) {
                        case Ports.POSTGRES -> maker.postgres();
                        case Ports.REDIS -> maker.redis();
                        case Ports.MAIL_SINK -> maker.mailSink();
                        default -> {
                            Service known = service.orElseThrow(() -> unknown(name));
                            yield maker.service(known, Ports.processName(settings, known, ports.of(known)));
                        }
                    });
        }
        return new Plan(false, ports, parts);
    }

    private static LaunchFailure unknown(String name) {
        String known = Stream.concat(
                        Arrays.stream(Service.values()).map(Service::folder),
                        Stream.of(Ports.POSTGRES, Ports.REDIS, Ports.MAIL_SINK))
                .collect(Collectors.joining(", "));
        return new LaunchFailure("There is no part '" + name + "'. The parts are: " + known + ".");
    }

    private record Maker(Settings settings, Ports ports, Secrets secrets, ServiceEnvironment environment) {

        Maker(Settings settings, Ports ports) throws LaunchFailure {
            this(settings, ports, Secrets.of(settings.home()));
        }

        private Maker(Settings settings, Ports ports, Secrets secrets) {
            this(settings, ports, secrets, new ServiceEnvironment(settings, secrets, ports));
        }

        Part postgres() throws LaunchFailure {
            return new Postgres(settings, ports.postgres(), Roles.of(secrets, environment));
        }

        Part redis() {
            return new Redis(settings, ports.redis(), secrets.get("REDIS_PASSWORD"));
        }

        Part mailSink() {
            return new MailSink(settings.home(), ports.mailSink(), Clock.systemUTC());
        }

        Part service(Service service, String name) {
            return new JavaService(settings, service, name, ports.of(service), environment.of(service));
        }
    }
}
