package com.tasktracker.team;

import static com.tasktracker.kit.testing.Eventually.eventually;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/// A mail server that keeps what it gets; it can be taken away and brought back at the same port.
public class MailSink implements QuarkusTestResourceLifecycleManager {

    private static final Pattern TOKEN = Pattern.compile("(?m)^([A-Za-z0-9_-]{43})\\s*$");

    record Received(String to, String text) {

        String token() {
            Matcher matcher = TOKEN.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no token in " + text);
            }
            return Objects.requireNonNull(matcher.group(1));
        }
    }

    private static final List<Received> RECEIVED = new CopyOnWriteArrayList<>();
    private static int port;
    private static @Nullable SMTPServer server;

    static synchronized void startServer() {
        if (server != null) {
            return;
        }
        if (port == 0) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        SMTPServer started = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler(
                        (_, _, to, data) -> RECEIVED.add(new Received(to, new String(data, StandardCharsets.UTF_8))))
                .build();
        started.start();
        server = started;
    }

    static synchronized void stopServer() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    static List<Received> to(String address) {
        return RECEIVED.stream().filter(mail -> mail.to().equals(address)).toList();
    }

    /// Waits until so many mails have come to the address, and gives the last.
    static Received await(String address, int count) {
        eventually("mails to " + address, () -> to(address).size() >= count);
        return to(address).getLast();
    }

    @Override
    public Map<String, String> start() {
        startServer();
        return Map.of(
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.port", Integer.toString(port),
                "quarkus.mailer.mock", "false");
    }

    @Override
    public void stop() {
        // It goes with the JVM of the tests.
    }
}
