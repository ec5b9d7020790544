package com.tasktracker.task.task;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.text.Json;
import com.tasktracker.kit.text.Text;
import com.tasktracker.kit.text.Times;
import com.tasktracker.task.workflow.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the filters of `GET /tasks`, in their own parameters and in the one parameter `filter`, which may stand beside
/// each other. Faults are collected.
final class TaskParameters {

    static final List<String> NAMES = List.of(
            "status",
            "priority",
            "assigned_to",
            "created_by",
            "team",
            "board",
            "list",
            "label",
            "due_before",
            "due_after",
            "created_before",
            "created_after",
            "updated_after",
            "overdue",
            "search",
            "deleted");

    private static final Set<String> SINGLE = Set.of(
            "due_before",
            "due_after",
            "created_before",
            "created_after",
            "updated_after",
            "overdue",
            "search",
            "deleted");

    private static final int MOST_VALUES = 100;
    private static final int LONGEST_SEARCH = 200;
    private static final int LONGEST_LABEL = 40;

    /// @param field the parameter in which it stands, which faults name
    private record Value(String field, String text) {}

    private final Map<String, Set<Value>> values = new LinkedHashMap<>();
    private final Faults faults;
    private final Caller caller;
    private final Instant now;

    private TaskParameters(Faults faults, Caller caller, Instant now) {
        this.faults = faults;
        this.caller = caller;
        this.now = now;
    }

    static TaskFilter read(Parameters parameters, Caller caller, Instant now) {
        TaskParameters read = new TaskParameters(parameters.faults(), caller, now);
        for (String name : NAMES) {
            if (SINGLE.contains(name)) {
                parameters.one(name).ifPresent(text -> read.add(name, name, text));
            } else {
                parameters.many(name).forEach(text -> read.add(name, name, text));
            }
        }
        parameters.one("filter").ifPresent(read::split);
        return read.filter();
    }

    /// A comma ends a filter, the first colon its name, a bar a value.
    private void split(String text) {
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            String name = colon < 0 ? part : part.substring(0, colon);
            if (colon < 0 || !NAMES.contains(name)) {
                faults.add(
                        "filter",
                        Code.UNKNOWN,
                        "has a part that is no filter with a value; there are " + String.join(", ", NAMES));
            } else {
                Arrays.stream(part.substring(colon + 1).split("\\|", -1)).forEach(value -> add(name, "filter", value));
            }
        }
    }

    private void add(String name, String field, String text) {
        Set<Value> some = values.computeIfAbsent(name, _ -> new LinkedHashSet<>());
        if (some.size() == (SINGLE.contains(name) ? 1 : MOST_VALUES)) {
            faults.add(
                    field,
                    SINGLE.contains(name) ? Code.DUPLICATE : Code.TOO_LONG,
                    SINGLE.contains(name)
                            ? name + " may have one value"
                            : name + " may have at most " + MOST_VALUES + " values");
        } else {
            some.add(new Value(field, text));
        }
    }

    private TaskFilter filter() {
        Set<UUID> assignees = new LinkedHashSet<>();
        boolean includesUnassigned = false;
        for (Value value : values.getOrDefault("assigned_to", Set.of())) {
            if (value.text().equals("none")) {
                includesUnassigned = true;
            } else {
                person(value, "a user id, me or none").ifPresent(assignees::add);
            }
        }
        return new TaskFilter(
                all("status", constants(TaskStatus.values()), "one of " + names(TaskStatus.values())),
                all("priority", constants(TaskPriority.values()), "one of " + names(TaskPriority.values())),
                assignees,
                includesUnassigned,
                creators(),
                all("team", Ids::parse, "a UUID"),
                all("board", Ids::parse, "a UUID"),
                all("list", Ids::parse, "a UUID"),
                all("label", TaskParameters::label, "1 to " + LONGEST_LABEL + " characters"),
                time("due_before"),
                time("due_after"),
                time("created_before"),
                time("created_after"),
                time("updated_after"),
                flag("overdue"),
                flag("deleted"),
                search(),
                now);
    }

    private Set<UUID> creators() {
        Set<UUID> creators = new LinkedHashSet<>();
        for (Value value : values.getOrDefault("created_by", Set.of())) {
            person(value, "a user id or me").ifPresent(creators::add);
        }
        return creators;
    }

    private Optional<UUID> person(Value value, String says) {
        if (value.text().equals("me")) {
            return Optional.of(caller.id());
        }
        return parsed(value, Ids::parse, says);
    }

    private static Optional<String> label(String text) {
        String label = Text.line(text, LONGEST_LABEL);
        return label.isEmpty() || Text.length(label) > LONGEST_LABEL ? Optional.empty() : Optional.of(label);
    }

    private static <E extends Enum<E>> Function<String, Optional<E>> constants(E[] constants) {
        return text -> Arrays.stream(constants)
                .filter(constant -> Json.nameOf(constant).equals(text))
                .findFirst();
    }

    private static String names(Enum<?>[] constants) {
        return String.join(", ", Arrays.stream(constants).map(Json::nameOf).toList());
    }

    private <T> Set<T> all(String name, Function<String, Optional<T>> parser, String says) {
        Set<T> parsed = new LinkedHashSet<>();
        for (Value value : values.getOrDefault(name, Set.of())) {
            parsed(value, parser, says).ifPresent(parsed::add);
        }
        return parsed;
    }

    private @Nullable Instant time(String name) {
        return all(name, Times::parse, "a time as in 2026-12-01T09:30:00Z").stream()
                .findFirst()
                .orElse(null);
    }

    private boolean flag(String name) {
        return all(name, TaskParameters::flagOf, "true or false").contains(true);
    }

    private static Optional<Boolean> flagOf(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private String search() {
        return all("search", TaskParameters::words, "1 to " + LONGEST_SEARCH + " characters with a word among them")
                .stream()
                .findFirst()
                .orElse("");
    }

    private static Optional<String> words(String text) {
        String query = Text.length(text) > LONGEST_SEARCH ? "" : Terms.query(text);
        return query.isEmpty() ? Optional.empty() : Optional.of(query);
    }

    private <T> Optional<T> parsed(Value value, Function<String, Optional<T>> parser, String says) {
        Optional<T> parsed = parser.apply(value.text());
        if (parsed.isEmpty()) {
            faults.add(value.field(), Code.NOT_ALLOWED, "must be " + says);
        }
        return parsed;
    }
}
