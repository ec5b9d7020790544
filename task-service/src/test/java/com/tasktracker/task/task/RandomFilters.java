package com.tasktracker.task.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tasktracker.task.testing.Crew;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes filters of `GET /tasks` at random, each with what it means by the words of the contract.
final class RandomFilters {

    /// @param values in the form of the API
    record Filter(String name, List<String> values, Predicate<KnownTask> holds) {

        boolean isForTrash() {
            return name.equals("deleted") && values.equals(List.of("true"));
        }
    }

    private final Random random;
    private final UUID me;
    private final List<KnownTask> tasks;

    /// @param me who asks
    /// @param tasks also those that they do not see
    RandomFilters(Random random, UUID me, List<KnownTask> tasks) {
        this.random = random;
        this.me = me;
        this.tasks = tasks;
    }

    /// Filters by these names, most of which hold for one and the same task.
    List<Filter> of(List<String> names) {
        KnownTask model = any(tasks);
        return names.stream()
                .map(name -> of(name, random.nextInt(4) == 0 ? any(tasks) : model))
                .toList();
    }

    private Filter of(String name, KnownTask model) {
        return switch (name) {
            case "status" -> of(name, model, KnownTask::status, KnownTask.STATUSES);
            case "priority" -> of(name, model, KnownTask::priority, KnownTask.PRIORITIES);
            case "assigned_to" -> person(name, model, KnownTask::assignee);
            case "created_by" -> person(name, model, KnownTask::creator);
            case "team" -> of(name, model, task -> task.team().toString(), all(KnownTask::team));
            case "board" -> of(name, model, task -> task.board().toString(), all(KnownTask::board));
            case "list" -> of(name, model, task -> task.list().toString(), all(KnownTask::list));
            case "label" -> label(model);
            case "due_before" -> time(name, model.due(), bound -> task -> isBefore(task.due(), bound));
            case "due_after" ->
                time(name, model.due(), bound -> task -> task.due() != null && !isBefore(task.due(), bound));
            case "created_before" -> time(name, model.created(), bound -> task -> isBefore(task.created(), bound));
            case "created_after" -> time(name, model.created(), bound -> task -> !isBefore(task.created(), bound));
            case "updated_after" -> time(name, model.updated(), bound -> task -> !isBefore(task.updated(), bound));
            case "overdue" -> flag(name, RandomFilters::isOverdue);
            case "search" -> search(model);
            case "deleted" -> flag(name, task -> task.deleted() != null);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Filter of(String name, KnownTask model, Function<KnownTask, String> field, List<String> known) {
        Set<String> values = new LinkedHashSet<>(List.of(field.apply(model)));
        if (random.nextBoolean()) {
            values.add(any(known));
        }
        return new Filter(name, List.copyOf(values), task -> values.contains(field.apply(task)));
    }

    /// Of all tasks, and one of none.
    private List<String> all(Function<KnownTask, UUID> field) {
        Set<String> all = tasks.stream().map(field).map(UUID::toString).collect(Collectors.toSet());
        all.add(Crew.newId().toString());
        return List.copyOf(all);
    }

    private Filter person(String name, KnownTask model, Function<KnownTask, @Nullable UUID> field) {
        Set<String> values = new LinkedHashSet<>(List.of(named(field.apply(model))));
        if (random.nextBoolean()) {
            values.add(named(field.apply(any(tasks))));
        }
        return new Filter(name, List.copyOf(values), task -> {
            UUID person = field.apply(task);
            return values.contains(person == null ? "none" : person.toString())
                    || (me.equals(person) && values.contains("me"));
        });
    }

    private String named(@Nullable UUID person) {
        if (person == null) {
            return "none";
        }
        return person.equals(me) && random.nextBoolean() ? "me" : person.toString();
    }

    private Filter label(KnownTask model) {
        Set<String> values = new LinkedHashSet<>();
        values.add(model.labels().isEmpty() ? "none has it" : any(model.labels()));
        if (random.nextBoolean()) {
            values.add(random.nextInt(4) == 0 ? "ui" : any(RandomTasks.LABELS));
        }
        return new Filter(
                "label", List.copyOf(values), task -> task.labels().stream().anyMatch(values::contains));
    }

    /// At the bound itself and on both sides of it.
    private Filter time(String name, @Nullable Instant of, Function<Instant, Predicate<KnownTask>> holds) {
        Instant bound = (of == null ? Instant.parse("2050-01-01T00:00:00Z") : of)
                .plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
        return new Filter(name, List.of(bound.toString()), holds.apply(bound));
    }

    private static boolean isBefore(@Nullable Instant time, Instant bound) {
        return time != null && time.isBefore(bound);
    }

    private static boolean isOverdue(KnownTask task) {
        return isBefore(task.due(), Instant.now())
                && !task.status().equals("done")
                && !task.status().equals("cancelled");
    }

    private Filter flag(String name, Predicate<KnownTask> holds) {
        boolean isSet = random.nextInt(4) > 0;
        return new Filter(name, List.of(Boolean.toString(isSet)), isSet ? holds : _ -> true);
    }

    private Filter search(KnownTask model) {
        Set<String> words = new LinkedHashSet<>();
        words.add(any(List.copyOf(model.words())));
        if (random.nextBoolean()) {
            words.add(any(List.copyOf(model.words())));
        }
        String text = words.stream()
                .map(word -> any(RandomTasks.WORDS.stream()
                        .filter(ways -> ways.getFirst().equals(word))
                        .findFirst()
                        .orElseThrow()))
                .collect(Collectors.joining(random.nextBoolean() ? " " : " - "));
        return new Filter("search", List.of(text), task -> task.words().containsAll(words));
    }

    /// As parameters of a URL, each in one of the forms that mean the same.
    String query(List<Filter> filters) {
        List<String> parameters = new ArrayList<>();
        List<String> inOne = new ArrayList<>();
        for (Filter filter : filters) {
            List<String> values = filter.values();
            switch (random.nextInt(3)) {
                case 0 -> inOne.add(filter.name() + ":" + String.join("|", values));
                case 1 -> parameters.add(filter.name() + "=" + encoded(String.join(",", values)));
                default -> values.forEach(value -> parameters.add(filter.name() + "=" + encoded(value)));
            }
        }
        if (!inOne.isEmpty()) {
            parameters.add("filter=" + encoded(String.join(",", inOne)));
        }
        return String.join("&", parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
