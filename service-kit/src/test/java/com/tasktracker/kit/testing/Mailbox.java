package com.tasktracker.kit.testing;

import static com.tasktracker.kit.testing.Eventually.eventually;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/// A real SMTP server that keeps what it is sent; [#stopServer] and [#startServer] take it away and bring it back at
/// the same port. It refuses what is for an address that begins with `refused`.
///
/// The service under test gives a mail up after 4 seconds, or `send-limit`, an argument.
public class Mailbox implements QuarkusTestResourceLifecycleManager {

    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (.*?)\\r?$");
    private static final Pattern TOKEN = Pattern.compile("(?m)^([A-Za-z0-9_-]{43})\\s*$");

    private static final List<Mail> MAILS = new CopyOnWriteArrayList<>();
    private static @Nullable SMTPServer server;
    private static int port;
    private static volatile Runnable whileReceiving = () -> {};

    private String sendLimit = "4s";

    /// A mail as it came.
    public record Mail(String to, String text) {

        public String subject() {
            Matcher matcher = SUBJECT.matcher(text);
            return matcher.find() ? matcher.group(1) : "";
        }

        /// The token that stands in it on a line of its own.
        public String token() {
            Matcher matcher = TOKEN.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no token in " + text);
            }
            return matcher.group(1);
        }
    }

    @Override
    public void init(Map<String, String> arguments) {
        sendLimit = arguments.getOrDefault("send-limit", sendLimit);
    }

    @Override
    public Map<String, String> start() {
        startServer();
        return Map.of(
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                Integer.toString(port),
                "tasktracker.mails.send-limit",
                sendLimit,
                "tasktracker.mails.look-every",
                "1s");
    }

    @Override
    public void stop() {
        // It goes with the JVM of the tests.
    }

    public static synchronized void startServer() {
        if (server != null) {
            return;
        }
        if (port == 0) {
            port = Ports.free();
        }
        SMTPServer started = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((_, _, to, data) -> {
                    if (to.startsWith("refused")) {
                        throw new RejectException(550, "no such mailbox");
                    }
                    whileReceiving.run();
                    MAILS.add(new Mail(to, new String(data, StandardCharsets.UTF_8)));
                })
                .build();
        started.start();
        server = started;
    }

    public static synchronized void stopServer() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /// Puts a server in its place that lets everybody in and says nothing, until it is closed.
    public static synchronized ServerSocket mute() throws IOException {
        stopServer();
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    /// Does something while a mail is being received, before the server says that it has taken it, until it is told to
    /// do nothing again.
    public static void whileReceiving(Runnable work) {
        whileReceiving = work;
    }

    /// All mails to an address so far.
    public static List<Mail> to(String address) {
        return MAILS.stream()
                .filter(mail -> mail.to().toLowerCase(Locale.ROOT).equals(address.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /// Waits until so many mails have come to an address, and answers the last of those.
    public static Mail awaitMail(String address, int number) {
        eventually(number + " mails to " + address, () -> to(address).size() >= number);
        return to(address).get(number - 1);
    }
}
