package com.tasktracker.local;

import com.tasktracker.local.parts.JavaService;
import com.tasktracker.local.parts.Part;
import com.tasktracker.local.process.PartLock;
import com.tasktracker.local.process.PidFile;
import com.tasktracker.local.process.PortOwner;
import com.tasktracker.local.settings.LaunchFailure;
import com.tasktracker.local.settings.Ports;
import com.tasktracker.local.settings.Service;
import com.tasktracker.local.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// One run: the whole suite, or some named parts of it against those of the same home that are up already.
///
/// A part that a living launcher owns is used as it is. What a killed launcher left is taken over or ended. A part that
/// ends by itself is reported and stays down; the others go on.
public final class Run implements AutoCloseable {
    private static final String LAUNCHER = "launcher";

    private final Settings settings;
    private final Plan plan;
    private final PrintStream out;
    private final Map<String, PartLock> locks = new HashMap<>();
    private final Set<Part> started = new LinkedHashSet<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<LaunchFailure> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    public Run(Settings settings, Plan plan, PrintStream out) {
        this.settings = settings;
        this.plan = plan;
        this.out = out;
    }

    /// Returns when every part is ready. When one cannot be started, those that were are ended.
    public void start() throws LaunchFailure {
        try {
            lock();
            List<Part> parts = ownParts();
            checkPorts(recover(parts));
            startAll(parts);
        } catch (LaunchFailure e) {
            close();
            throw e;
        }
    }

    /// How long each service that was started took until it was ready, see [JavaService#startTime].
    public Map<String, Duration> startTimes() {
        Map<String, Duration> times = new LinkedHashMap<>();
        synchronized (started) {
            for (Part part : started) {
                if (part instanceof JavaService service) {
                    times.put(service.name(), service.startTime());
                }
            }
        }
        return times;
    }

    /// Waits until the run has been stopped, or nothing of it is left.
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    public boolean isStopping() {
        return stopping;
    }

    /// Ends the parts in order: what takes requests first, what holds data last. Each has a bounded time for it.
    @Override
    public void close() {
        stopping = true;
        synchronized (this) {
            stop(service -> service == Service.GATEWAY);
            stop(service -> service != Service.GATEWAY);
            inParallel(remaining());
            List.copyOf(locks.keySet()).forEach(this::release);
            over.countDown();
        }
    }

    private void lock() throws LaunchFailure {
        if (plan.isWhole()) {
            PidFile pidFile = new PidFile(settings.home().pidFile(LAUNCHER));
            if (!take(LAUNCHER)) {
                String process = pidFile.living(command -> true)
                        .map(launcher -> " (process " + launcher.pid() + ")")
                        .orElse("");
                throw new LaunchFailure(
                        "TaskTracker is already running in " + settings.home().folder() + process
                                + ". Stop it first, or choose another folder with TASKTRACKER_HOME, and other ports.");
            }
            pidFile.write(ProcessHandle.current().pid());
            endForgottenReplicas();
        }
    }

    private boolean take(String name) throws LaunchFailure {
        Optional<PartLock> lock = PartLock.take(settings.home(), name);
        synchronized (locks) {
            lock.ifPresent(taken -> locks.put(name, taken));
        }
        return lock.isPresent();
    }

    private void release(String name) {
        synchronized (locks) {
            PartLock lock = locks.remove(name);
            if (lock != null) {
                if (name.equals(LAUNCHER)) {
                    new PidFile(settings.home().pidFile(LAUNCHER)).remove();
                }
                lock.close();
            }
        }
    }

    /// Replicas whose launcher was killed are on nobody's list; their pid files tell of them.
    private void endForgottenReplicas() throws LaunchFailure {
        List<String> names;
        try (Stream<Path> files = Files.list(settings.home().run())) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("(identity-service|team-service|task-service|gateway)-[0-9]+\\.pid"))
                    .map(file -> file.replace(".pid", ""))
                    .toList();
        } catch (IOException e) {
            throw new LaunchFailure("Cannot read " + settings.home().run() + ": " + e.getMessage(), e);
        }
        for (String name : names) {
            if (take(name)) {
                JavaService.end(settings.home(), name);
                release(name);
            }
        }
    }

    /// Those that no other living launcher owns.
    private List<Part> ownParts() throws LaunchFailure {
        List<Part> own = new ArrayList<>();
        for (Part part : plan.parts()) {
            if (take(part.name())) {
                own.add(part);
            } else if (plan.isWhole()) {
                out.printf("  %-18s is up already, by a run of its own%n", part.name());
            } else {
                throw new LaunchFailure(part.name() + " is already running in "
                        + settings.home().folder() + ". For a second one choose another port with "
                        + part.portVariable()
                        + ".");
            }
        }
        return own;
    }

    private List<Part> recover(List<Part> parts) throws LaunchFailure {
        List<Part> toStart = new ArrayList<>();
        for (Part part : parts) {
            if (part.recover()) {
                addToStarted(part);
                out.printf(
                        "  %-18s port %-6d was left by a run that was killed, and is taken over%n",
                        part.name(), part.port());
            } else {
                toStart.add(part);
            }
        }
        return toStart;
    }

    private static void checkPorts(List<Part> parts) throws LaunchFailure {
        Map<Integer, String> variables = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Part part : parts) {
            String other = variables.putIfAbsent(part.port(), part.portVariable());
            if (other != null) {
                problems.add("Port " + part.port() + " is set twice: " + other + " and " + part.portVariable() + ".");
            } else if (!PortOwner.isFree(part.port())) {
                String owner = PortOwner.describe(part.port())
                        .map(text -> " by " + text)
                        .orElse("");
                problems.add("Port " + part.port() + " for " + part.name() + " is taken" + owner
                        + ". Free it, or choose another with " + part.portVariable() + ".");
            }
        }
        if (!problems.isEmpty()) {
            throw new LaunchFailure(String.join("\n", problems));
        }
    }

    private void startAll(List<Part> parts) throws LaunchFailure {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> database = CompletableFuture.allOf(parts.stream()
                    .filter(part -> part.name().equals(Ports.POSTGRES))
                    .map(part -> CompletableFuture.runAsync(() -> start(part), threads))
                    .toArray(CompletableFuture<?>[]::new));
            List<CompletableFuture<Void>> all = new ArrayList<>(List.of(database));
            for (Part part : parts) {
                if (part instanceof JavaService) {
                    all.add(database.thenRunAsync(() -> start(part), threads));
                } else if (!part.name().equals(Ports.POSTGRES)) {
                    all.add(CompletableFuture.runAsync(() -> start(part), threads));
                }
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        }
        LaunchFailure first = failures.peek();
        if (first != null) {
            throw first;
        }
        watch(parts);
    }

    private void start(Part part) {
        if (!failures.isEmpty() || !addToStarted(part)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            part.start();
            Files.writeString(settings.home().portFile(part.name()), part.port() + "\n");
            out.printf(
                    "  %-18s port %-6d ready in %.1f s%n", part.name(), part.port(), (System.nanoTime() - begin) / 1e9);
        } catch (LaunchFailure e) {
            fail(e);
        } catch (IOException | RuntimeException e) {
            fail(new LaunchFailure("Cannot start " + part.name() + ": " + e, e));
        }
    }

    /// From then on the end of the run ends the part as well, whatever state it is in. False once that end has begun.
    private boolean addToStarted(Part part) {
        synchronized (started) {
            if (stopping) {
                return false;
            }
            started.add(part);
            return true;
        }
    }

    /// The first failure is the one to tell of; the others are mostly its consequences.
    private void fail(LaunchFailure problem) {
        failures.add(problem);
        synchronized (started) {
            List.copyOf(started).forEach(part -> Thread.startVirtualThread(part::stop));
        }
    }

    private void watch(List<Part> parts) {
        List<Part> awaited = parts.stream()
                .filter(part -> parts.size() == 1 || !part.name().equals(Ports.MAIL_SINK))
                .toList();
        AtomicInteger left = new AtomicInteger(awaited.size());
        for (Part part : awaited) {
            Thread.startVirtualThread(() -> {
                part.ended().join();
                if (!stopping) {
                    release(part.name());
                    out.printf(
                            "%s has ended by itself; the others go on. Its log: %s%n",
                            part.name(), settings.home().log(part.name()));
                }
                if (left.decrementAndGet() == 0) {
                    over.countDown();
                }
            });
        }
    }

    private void stop(Predicate<Service> which) {
        List<Part> chosen;
        synchronized (started) {
            chosen = started.stream()
                    .filter(part -> part instanceof JavaService service && which.test(service.service()))
                    .toList();
            started.removeAll(chosen);
        }
        inParallel(chosen);
    }

    private List<Part> remaining() {
        synchronized (started) {
            List<Part> rest = List.copyOf(started);
            started.clear();
            return rest;
        }
    }

    private static void inParallel(List<Part> parts) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            parts.forEach(part -> threads.execute(part::stop));
        }
    }
}
