package com.tasktracker.local.parts;

import com.tasktracker.local.settings.Home;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/// Takes every mail and sends none: each becomes a file `mail/<time>-<number>.eml`, which is whole when it appears.
/// Mails over 5 MiB are refused; of the files the latest 5000 are kept.
public final class MailSink implements Part {
    private static final int MAX_MAIL_BYTES = 5 << 20;
    private static final int MAX_CONNECTIONS = 50;
    private static final int KEPT = 5000;
    private static final int TIDY_EVERY = 500;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Home home;
    private final int port;
    private final Clock clock;
    private final AtomicLong received = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable SMTPServer server;

    public MailSink(Home home, int port, Clock clock) {
        this.home = home;
        this.port = port;
        this.clock = clock;
    }

    @Override
    public String name() {
        return Ports.MAIL_SINK;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String portVariable() {
        return Ports.MAIL_SINK_VARIABLE;
    }

    /// It lives in the launcher's process and ends with it.
    @Override
    public boolean recover() {
        return false;
    }

    @Override
    public synchronized void start() throws LaunchFailure {
        try {
            SMTPServer started = SMTPServer.port(port)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .hostName("localhost")
                    .maxMessageSize(MAX_MAIL_BYTES)
                    .maxConnections(MAX_CONNECTIONS)
                    .messageHandler((context, from, to, mail) -> keep(mail))
                    .build();
            started.start();
            server = started;
        } catch (RuntimeException e) {
            throw new LaunchFailure("The mail sink cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
        ended.complete(null);
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /// A mail that cannot be written is not acknowledged, so that the sender tries again.
    private void keep(byte[] mail) {
        long number = received.incrementAndGet();
        String name = TIME.format(clock.instant()) + "-" + "%06d".formatted(number);
        try {
            Path unfinished = home.mail().resolve("." + name + ".tmp");
            Files.write(unfinished, mail);
            Files.move(unfinished, home.mail().resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            if (number % TIDY_EVERY == 1) {
                tidy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tidy() throws IOException {
        try (Stream<Path> files = Files.list(home.mail())) {
            var mails = files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
            for (Path old : mails.subList(0, Math.max(0, mails.size() - KEPT))) {
                Files.deleteIfExists(old);
            }
        }
    }
}
