package com.tasktracker.identity;

import static com.tasktracker.kit.testing.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/// A real SMTP server that keeps what it is sent.
public final class Mailbox {

    /// A mail as it came.
    public record Mail(String to, String text) {
        public String subject() {
            Matcher matcher = Pattern.compile("(?m)^Subject: (.*?)\\r?$").matcher(text);
            return matcher.find() ? matcher.group(1) : "";
        }

        /// The token that stands in it on a line of its own.
        public String token() {
            Matcher matcher = Pattern.compile("(?m)^([A-Za-z0-9_-]{43})\\r?$").matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no token in " + text);
            }
            return matcher.group(1);
        }
    }

    private static final List<Mail> MAILS = new CopyOnWriteArrayList<>();
    private static @Nullable SMTPServer server;
    private static int port;

    private Mailbox() {}

    /// Starts it, at the same port each time, and answers the port.
    public static synchronized int start() {
        if (server == null) {
            if (port == 0) {
                port = freePort();
            }
            server = SMTPServer.port(port)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .simpleMessageListener(new SimpleMessageListener() {
                        @Override
                        public boolean accept(String from, String to) {
                            return true;
                        }

                        @Override
                        public void deliver(String from, String to, InputStream data) throws IOException {
                            MAILS.add(new Mail(to, new String(data.readAllBytes(), StandardCharsets.UTF_8)));
                        }
                    })
                    .build();
            server.start();
        }
        return port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static synchronized void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /// All mails to an address so far.
    public static List<Mail> to(String address) {
        return MAILS.stream()
                .filter(mail -> mail.to().toLowerCase(Locale.ROOT).equals(address.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /// Waits until so many mails have come to an address, and answers the last.
    public static Mail awaitMail(String address, int number) {
        eventually(number + " mails to " + address, () -> to(address).size() >= number);
        return to(address).get(number - 1);
    }
}
