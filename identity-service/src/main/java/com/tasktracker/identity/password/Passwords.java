package com.tasktracker.identity.password;

import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords: at most as many at once as there are cores, on threads of their own, so that a flood of
/// logins takes neither the memory nor the threads that other requests need. What does not fit into the queue is
/// refused with 503.
@ApplicationScoped
public class Passwords {

    private static final int RETRY_SECONDS = 2;
    private static final int LONGEST_WAIT_SECONDS = 9;

    private final PasswordConfig config;
    private final ThreadPoolExecutor pool;
    private final String nobodysHash;

    Passwords(PasswordConfig config) {
        this.config = config;
        int cores = Runtime.getRuntime().availableProcessors();
        this.pool = new ThreadPoolExecutor(
                cores,
                cores,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        this.nobodysHash = PasswordHash.of("the password of nobody", config.memory(), config.passes())
                .toString();
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    /// The form in which a password is checked and hashed: NFC, nothing trimmed or folded.
    public static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /// The PHC string to keep of a new password. One that is too easy to guess is a 400 that says why.
    ///
    /// @param field where the password stood
    /// @param names the owner's username and e-mail
    public String hashNew(String field, String password, List<String> names) {
        return run(() -> {
            String normal = normal(password);
            PasswordPolicy.objection(normal, names).ifPresent(objection -> {
                throw Problem.invalid(List.of(new Fault(field, Fault.Code.NOT_ALLOWED, objection)));
            });
            return PasswordHash.of(normal, config.memory(), config.passes()).toString();
        });
    }

    /// What a check came to.
    ///
    /// @param rehashed what to keep from now on, where the hash is right but made with outdated parameters
    public record Verdict(boolean matches, @Nullable String rehashed) {}

    /// Checks a password. Where there is nobody whose it could be, it is checked against a hash of nobody's, so that
    /// the answer takes as long.
    ///
    /// @param kept a PHC string, `null` for nobody
    public Verdict check(@Nullable String kept, String password) {
        return run(() -> {
            PasswordHash hash = PasswordHash.parse(kept == null ? nobodysHash : kept);
            String normal = normal(password);
            boolean matches = hash.matches(normal) && kept != null;
            boolean isOutdated = matches && hash.isOutdated(config.memory(), config.passes());
            return new Verdict(
                    matches,
                    isOutdated
                            ? PasswordHash.of(normal, config.memory(), config.passes())
                                    .toString()
                            : null);
        });
    }

    private <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = pool.submit(work);
        } catch (RejectedExecutionException _) {
            throw tooMany();
        }
        try {
            return result.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            result.cancel(false);
            throw tooMany();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw tooMany();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    private static Problem tooMany() {
        return Problem.unavailable("Too many passwords are waiting to be checked.", RETRY_SECONDS);
    }
}
