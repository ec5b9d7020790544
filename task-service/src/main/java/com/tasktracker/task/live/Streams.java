package com.tasktracker.task.live;

import com.tasktracker.kit.problem.Problem;
import com.tasktracker.task.journal.Bell;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The streams that are open on this replica, served by one thread, which exists while there are any: woken when
/// something happens, and by itself every `look-every`, it reads the log once for all streams that stand at the same
/// place, asks once for all readers whether they may still read, and gives each what is new. A stream costs no thread
/// and no connection to the database.
@ApplicationScoped
class Streams implements Bell {

    private static final Logger LOG = Logger.getLogger(Streams.class);

    /// However often it is woken, it looks no more often than this: what happens meanwhile is told together.
    private static final long PAUSE_NANOS = 20_000_000;

    /// Places in logs that are read at once.
    private static final int MOST_PLACES = 200;

    private final EventLog log;
    private final Messages messages;
    private final Wire wire;
    private final LiveConfig config;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::stop, "board-streams-stop");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Set<UUID> rung = new HashSet<>();
    private @Nullable Thread server;
    private boolean hasStopped;
    private long nextLook;
    private long nextFullLook;
    private boolean isFailing;

    Streams(EventLog log, Messages messages, Wire wire, LiveConfig config, MeterRegistry meters) {
        this.log = log;
        this.messages = messages;
        this.wire = wire;
        this.config = config;
        meters.gauge("tasktracker.live.streams", open, Set::size);
    }

    /// Tells what happens on the reader's board behind `seen`, for as long as they may read it.
    ///
    /// @return completed when the answer is whole; to be cancelled when the reader goes
    CompletionStage<Void> open(Reader reader, long seen, HttpServerResponse response) {
        if (open.size() >= config.streams()) {
            throw Problem.unavailable("Too many streams are open.", 5);
        }
        EventStream stream = new EventStream(reader, seen, response, board -> wake(Set.of(board)));
        lock.lock();
        try {
            if (hasStopped) {
                throw Problem.unavailable("This replica is about to stop.", 1);
            }
            stream.say(messages.heartbeat());
            open.add(stream);
            rung.add(reader.board());
            wanted.signal();
            if (server == null) {
                nextFullLook = System.nanoTime() + config.lookEvery().toNanos();
                server = Thread.ofVirtual().name("board-streams").start(this::serveAll);
            }
        } finally {
            lock.unlock();
        }
        return stream.over();
    }

    @Override
    public void ring(Set<UUID> boards) {
        wire.tell(boards);
        wake(boards);
    }

    private void wake(Set<UUID> boards) {
        if (open.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            rung.addAll(boards);
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /// @param boards those to be looked at; where `isFull`, all are
    private record Look(Set<UUID> boards, boolean isFull) {
        boolean concerns(EventStream stream) {
            return isFull || boards.contains(stream.board());
        }
    }

    private void serveAll() {
        try {
            wire.listen(this::wake);
            for (Look look = awaitLook(); look != null; look = awaitLook()) {
                serve(look);
                if (look.isFull()) {
                    wire.listen(this::wake);
                }
            }
        } finally {
            rest();
        }
    }

    private void rest() {
        lock.lock();
        try {
            // There may be another one by now.
            if (Thread.currentThread().equals(server)) {
                server = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is something to look at; `null` where nobody is left to look for.
    private @Nullable Look awaitLook() {
        lock.lock();
        try {
            long left = untilLook();
            while (!hasStopped && left > 0) {
                left = Math.min(wanted.awaitNanos(left), untilLook());
            }
            if (open.isEmpty() || hasStopped) {
                rung.clear();
                server = null;
                return null;
            }
            long now = System.nanoTime();
            nextLook = now + PAUSE_NANOS;
            boolean isFull = now >= nextFullLook;
            if (isFull) {
                nextFullLook = now + config.lookEvery().toNanos();
            }
            Look look = new Look(Set.copyOf(rung), isFull);
            rung.clear();
            return look;
        } catch (InterruptedException e) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long untilLook() {
        return (rung.isEmpty() ? Math.max(nextLook, nextFullLook) : nextLook) - System.nanoTime();
    }

    private void serve(Look look) {
        open.removeIf(EventStream::isOver);
        Map<EventLog.Place, List<EventStream>> standing = new HashMap<>();
        for (EventStream stream : open) {
            if (look.concerns(stream)) {
                standing.computeIfAbsent(stream.standing().place(), _ -> new ArrayList<>())
                        .add(stream);
            }
        }
        try {
            List<EventLog.Place> places = List.copyOf(standing.keySet());
            for (int from = 0; from < places.size(); from += MOST_PLACES) {
                serve(places.subList(from, Math.min(from + MOST_PLACES, places.size())), standing);
            }
            isFailing = false;
        } catch (RuntimeException e) {
            if (!isFailing) {
                LOG.warnf("The streams of boards cannot read the log: %s", e);
            }
            isFailing = true;
            open.stream().filter(stream -> stream.isUnjudged(config.unjudged())).forEach(EventStream::end);
        }
    }

    private void serve(List<EventLog.Place> places, Map<EventLog.Place, List<EventStream>> standing) {
        Set<EventLog.Place> read = new LinkedHashSet<>();
        Set<Standing> readers = new LinkedHashSet<>();
        for (EventLog.Place place : places) {
            for (EventStream stream : standing.getOrDefault(place, List.of())) {
                readers.add(stream.standing());
                if (stream.hasRoom()) {
                    read.add(place);
                }
            }
        }
        Map<EventLog.Place, List<LogEvent>> news = log.read(read);
        Map<Standing, End> ends = log.judge(List.copyOf(readers));
        for (EventLog.Place place : places) {
            List<LogEvent> events = news.getOrDefault(place, List.of());
            List<Messages.Chunk> chunks = messages.of(events);
            for (EventStream stream : standing.getOrDefault(place, List.of())) {
                give(stream, chunks, events.size() < EventLog.MOST_OF_A_PLACE, ends.get(stream.standing()));
            }
        }
    }

    private void give(EventStream stream, List<Messages.Chunk> news, boolean isAll, @Nullable End end) {
        stream.judged();
        boolean hasNoBoard = end == End.BOARD_DELETED;
        boolean wasGone = stream.losesBoard(hasNoBoard);
        if (end == null || hasNoBoard) {
            stream.tell(news, isAll);
        }
        if (hasNoBoard && !(wasGone && news.isEmpty() && stream.hasRoom())) {
            // Its own end is the last that happens on a board, and is told before the stream ends.
            wake(Set.of(stream.board()));
        } else if (end != null) {
            if (end.isTold()) {
                stream.say(messages.end(end));
            }
            stream.end();
        }
        if (stream.isStuck(config.patience())) {
            LOG.debugf("A reader of board %s is too slow and is cut off", stream.board());
            stream.cutOff();
        } else if (stream.isOld(config.longest())) {
            stream.end();
        } else if (stream.isSilent(config.heartbeat())) {
            stream.say(messages.heartbeat());
        }
    }

    void start(@Observes StartupEvent event) {
        // An orderly stop first waits for the requests that are running, which streams are until they are let go.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            LOG.trace("the process itself is about to end");
        }
    }

    /// Lets all readers go, who come back to another replica with the number that they have.
    private void stop() {
        lock.lock();
        try {
            hasStopped = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        List.copyOf(open).forEach(EventStream::end);
    }
}
