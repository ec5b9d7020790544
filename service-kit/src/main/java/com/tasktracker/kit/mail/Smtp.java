package com.tasktracker.kit.mail;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Hands mails to the SMTP server, one at a time for each thread that asks, over a connection of its own for each:
/// servers close those that are kept.
///
/// The client is the one that quarkus-mailer uses, made here, since its own waits for ever on a connection that hangs,
/// until no other is left. Of the settings of quarkus-mailer those hold that are named here, and no others.
@ApplicationScoped
class Smtp {

    private final MailClient client;
    private final String sender;
    private final Vertx vertx;
    private final MailConfig config;

    Smtp(
            Vertx vertx,
            MailConfig config,
            @ConfigProperty(name = "quarkus.mailer.host") String host,
            @ConfigProperty(name = "quarkus.mailer.port") int port,
            @ConfigProperty(name = "quarkus.mailer.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.mailer.password") Optional<String> password,
            @ConfigProperty(name = "quarkus.mailer.from") String sender,
            @ConfigProperty(name = "quarkus.mailer.start-tls", defaultValue = "OPTIONAL") String startTls,
            @ConfigProperty(name = "quarkus.mailer.tls", defaultValue = "false") boolean tls,
            @ConfigProperty(name = "quarkus.mailer.max-pool-size", defaultValue = "10") int connections) {
        this.sender = sender;
        this.vertx = vertx;
        this.config = config;
        io.vertx.ext.mail.MailConfig settings = new io.vertx.ext.mail.MailConfig(
                        host, port, StartTLSOptions.valueOf(startTls.toUpperCase(Locale.ROOT)), null)
                .setSsl(tls)
                .setKeepAlive(false)
                .setMaxPoolSize(connections)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setIdleTimeout(Math.toIntExact(config.sendLimit().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setConnectTimeout(Math.toIntExact(config.sendLimit().toMillis()));
        username.ifPresent(settings::setUsername);
        password.ifPresent(settings::setPassword);
        this.client = MailClient.create(vertx, settings);
    }

    /// Returns when the server has taken it. Throws [InDoubt] where it takes too long or the connection breaks: then
    /// nobody knows whether it did; and [Refused] where it certainly did not.
    void send(String address, Letter letter) {
        MailMessage message = new MailMessage(sender, address, letter.subject(), letter.text());
        CompletableFuture<MailResult> sent = new CompletableFuture<>();
        // Begun on the event loop that its socket is read by: begun elsewhere, the client may set its handler only
        // after the server's greeting has come and been dropped, and would wait for it till the server gives up.
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(
                _ -> client.sendMail(message).onSuccess(sent::complete).onFailure(sent::completeExceptionally));
        try {
            sent.get(config.sendLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw isInDoubt(e) ? new InDoubt(e.getCause()) : new Refused(e.getCause());
        } catch (TimeoutException e) {
            throw new InDoubt(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InDoubt(e);
        }
    }

    /// Not where the server refused it, or was never reached.
    private static boolean isInDoubt(ExecutionException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLHandshakeException) {
                return false;
            }
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /// It may have been sent or not.
    static final class InDoubt extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        InDoubt(@Nullable Throwable cause) {
            super(String.valueOf(cause), cause);
        }
    }

    /// It was not sent.
    static final class Refused extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Refused(@Nullable Throwable cause) {
            super(String.valueOf(cause), cause);
        }
    }
}
