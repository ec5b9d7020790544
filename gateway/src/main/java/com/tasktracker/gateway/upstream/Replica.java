package com.tasktracker.gateway.upstream;

import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// One process of a service, and what the gateway has seen of it. Shared by all event loops.
public final class Replica {
    private final SocketAddress address;
    private final Circuit circuit = new Circuit();
    private final AtomicInteger load = new AtomicInteger();
    private volatile Readiness readiness = Readiness.UNKNOWN;

    /// What the replica last said of itself.
    public enum Readiness {
        UNKNOWN,
        UP,
        /// It says that it is not ready.
        DOWN,
        /// It says nothing.
        UNREACHABLE
    }

    Replica(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null || !isBare(url)) {
            throw new IllegalArgumentException("An upstream is http://host:port, not " + url);
        }
        this.address = SocketAddress.inetSocketAddress(url.getPort() < 0 ? 80 : url.getPort(), url.getHost());
    }

    private static boolean isBare(URI url) {
        String path = url.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/")) && url.getRawQuery() == null;
    }

    public SocketAddress address() {
        return address;
    }

    Circuit circuit() {
        return circuit;
    }

    /// Whether requests are kept from it at the moment, since it failed too often.
    public boolean isCutOff() {
        return circuit.isOpen();
    }

    public Readiness readiness() {
        return readiness;
    }

    /// One that has come back is not kept waiting for what it was cut off for while it was away.
    public void found(Readiness seen) {
        boolean wasAway = readiness == Readiness.DOWN || readiness == Readiness.UNREACHABLE;
        readiness = seen;
        if (wasAway && seen == Readiness.UP) {
            circuit.succeeded();
        }
    }

    boolean isExpectedToServe() {
        Readiness seen = readiness;
        return seen == Readiness.UP || seen == Readiness.UNKNOWN;
    }

    /// Requests under way.
    int load() {
        return load.get();
    }

    void begin() {
        load.incrementAndGet();
    }

    void end() {
        load.decrementAndGet();
    }
}
