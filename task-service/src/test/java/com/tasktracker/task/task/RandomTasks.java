package com.tasktracker.task.task;

import static com.tasktracker.task.testing.Crew.as;
import static com.tasktracker.task.testing.Crew.id;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes tasks at random, out of so few values that many are alike.
final class RandomTasks {

    /// Each a word in ways in which it may be written; one that is sought in any of them is found in all of them.
    static final List<List<String>> WORDS = List.of(
            List.of("login", "LOGIN", "Login"),
            List.of("log", "LOG"),
            List.of("größe", "GRÖße", "gro\u0308ße"),
            List.of("привет", "ПРИВЕТ"),
            List.of("漢字"),
            List.of("नमस्ते"),
            List.of("file", "ﬁle", "FILE"),
            List.of("x2", "X2", "x２"),
            List.of("alpha", "Alpha", "𝐀lpha"),
            List.of("ａlso", "also"));

    static final List<String> LABELS = List.of("bug", "UI", "größe", "it's", "back\\slash", "a b", "login");

    private static final List<String> DUE_DATES = List.of(
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.000001Z",
            "2020-06-01",
            "2100-01-01T00:00:00Z",
            "2100-01-02",
            "",
            "");

    private static final List<String> GAPS = List.of(" ", "-", ", ", "/", " (");

    private final Random random;
    private final Map<UUID, Set<String>> words = new HashMap<>();

    RandomTasks(Random random) {
        this.random = random;
    }

    /// Of each task that was made, in the first way of writing them.
    Map<UUID, Set<String>> words() {
        return words;
    }

    /// Made by one of these people for another, or for nobody.
    String make(String board, List<UUID> people) {
        Set<String> used = new HashSet<>();
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("board_id", board);
        body.put("title", text(1 + random.nextInt(2), used));
        body.put("description", random.nextBoolean() ? text(1 + random.nextInt(3), used) : null);
        body.put("status", any(KnownTask.STATUSES));
        body.put("priority", any(KnownTask.PRIORITIES));
        body.put("assigned_to", random.nextInt(3) == 0 ? null : any(people));
        body.put("labels", LABELS.stream().filter(_ -> random.nextInt(3) == 0).toList());
        String due = any(DUE_DATES);
        body.put("due_date", due.isEmpty() ? null : due);
        String task = id(as(any(people)).body(body).post("/tasks"));
        words.put(UUID.fromString(task), used);
        return task;
    }

    private String text(int count, Set<String> used) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            List<String> word = any(WORDS);
            used.add(word.getFirst());
            text.append(i == 0 ? "" : any(GAPS)).append(any(word));
        }
        return text.toString();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
