package com.tasktracker.identity.password;

import com.tasktracker.kit.problem.Fault;
import com.tasktracker.kit.problem.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords: at most as many at once as there are cores, and as their memory fits into a third of
/// the heap, on threads of their own, so that a flood of logins takes neither the memory nor the threads that other
/// requests need. What does not fit into the queue is refused with 503.
@ApplicationScoped
public class Passwords {

    private static final int RETRY_SECONDS = 2;
    private static final int LONGEST_WAIT_SECONDS = 9;
    private static final int SHARE_OF_HEAP = 3;

    private final PasswordConfig config;
    private final ThreadPoolExecutor pool;
    private final String nobodysHash;

    Passwords(PasswordConfig config) {
        this.config = config;
        int threads = atOnce(
                Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory(), config.memory());
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        // What a thread keeps is given back once nobody has needed it for a while.
        pool.allowCoreThreadTimeOut(true);
        this.nobodysHash = hash("the password of nobody");
    }

    /// @param heap bytes
    /// @param memory of one hash in KiB
    static int atOnce(int cores, long heap, int memory) {
        return Math.clamp(heap / SHARE_OF_HEAP / (memory * 1024L), 1, cores);
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }

    /// The form in which a password is checked and hashed: NFC, nothing trimmed or folded.
    public static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /// Refuses a new password that is too easy to guess, as a 400 that says why.
    ///
    /// @param field where the password stood
    /// @param names the owner's username and e-mail, as far as they are known
    public void judge(String field, String password, List<String> names) {
        Optional<String> objection = run(() -> PasswordPolicy.objection(normal(password), names));
        if (objection.isPresent()) {
            throw Problem.invalid(List.of(new Fault(field, Fault.Code.NOT_ALLOWED, objection.get())));
        }
    }

    /// The PHC string to keep of a password that has been judged.
    public String hash(String password) {
        return run(() -> PasswordHash.of(normal(password), config.memory(), config.passes())
                .toString());
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
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    private static Problem tooMany() {
        return Problem.unavailable("Too many passwords are waiting to be checked.", RETRY_SECONDS);
    }
}
