package com.tasktracker.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that nothing listens at.
public final class Ports {

    /// Below those that Linux gives to clients, one of whom might else have it while its server is away for a moment.
    private static final int FROM = 20_000;

    private static final int TO = 32_768;

    private Ports() {}

    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException _) {
                // taken: another one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
