package com.tasktracker.local;

import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Service;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Two replicas of each service and of the gateway, of any build, that are told to end and replaced one after another,
/// as in a rollout.
final class Replicas {

    private static final List<Service> ORDER = List.of(Service.IDENTITY, Service.TEAM, Service.TASK, Service.GATEWAY);
    private static final int EACH = 2;

    private final Suite suite;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Run> running = new HashMap<>();

    /// Tells the suite of their addresses; nothing is started yet.
    Replicas(Suite suite) {
        this.suite = suite;
        for (Service service : ORDER) {
            for (int replica = 0; replica < EACH; replica++) {
                ports.put(service + "/" + replica, Suite.freePort());
            }
        }
        for (Service service : Service.withData()) {
            suite.set(service + "_URL", address(service, 0) + "," + address(service, 1));
        }
        suite.set("RATE_LIMIT_PER_MINUTE", "0")
                .set("RATE_LIMIT_ANONYMOUS_PER_MINUTE", "0")
                .set("QUARKUS_SHUTDOWN_DELAY", "3s");
    }

    private int port(Service service, int replica) {
        return ports.getOrDefault(service + "/" + replica, 0);
    }

    private String address(Service service, int replica) {
        return "http://127.0.0.1:" + port(service, replica);
    }

    List<Integer> gateways() {
        return IntStream.range(0, EACH)
                .mapToObj(replica -> port(Service.GATEWAY, replica))
                .toList();
    }

    /// Starts them all, with the servers that they need, out of the folder in which they were built.
    void start(Path built) throws LaunchFailure {
        suite.startAlone(Map.of(), "postgres", "redis", "mail-sink");
        for (Service service : ORDER) {
            for (int replica = 0; replica < EACH; replica++) {
                start(built, service, replica);
            }
        }
    }

    private void start(Path built, Service service, int replica) throws LaunchFailure {
        Map<String, String> port = Map.of(service.portVariable(), Integer.toString(port(service, replica)));
        running.put(service + "/" + replica, suite.startAlone(built, port, service.folder()));
    }

    /// Puts those of another build in their places, each while the other one and the load go on.
    void replace(Path built, Load load) throws Exception {
        for (Service service : ORDER) {
            for (int replica = 0; replica < EACH; replica++) {
                Run before = running.remove(service + "/" + replica);
                if (before != null) {
                    before.close();
                }
                start(built, service, replica);
                try {
                    load.awaitMore(50);
                } catch (AssertionError e) {
                    throw new AssertionError(service + "'s replica " + replica + " was replaced last", e);
                }
            }
        }
    }
}
