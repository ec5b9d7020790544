package com.tasktracker.kit.http;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import com.tasktracker.kit.text.Json;
import com.tasktracker.kit.text.Text;
import com.tasktracker.kit.text.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The query parameters of a request, read by type. What is wrong is collected; [#verify] names all of it at once, with
/// the parameters that the route does not know, so it is called when everything has been read.
public final class Parameters {

    private static final int MOST_VALUES = 100;
    private static final Set<String> PAGING = Set.of("cursor", "page_size", "include_count", "ordering");

    private final String path;
    private final Query query;
    private final Faults faults;

    Parameters(String path, Query query, Faults faults) {
        this.path = path;
        this.query = query;
        this.faults = faults;
    }

    /// Those of a request target.
    ///
    /// @param query without its question mark
    public static Parameters of(String path, String query) {
        return new Parameters(path, Query.of(query), new Faults());
    }

    /// The path and all parameters but those that only choose a page: what a cursor is bound to.
    public String binding() {
        return path + query.without(PAGING);
    }

    /// The path with all parameters but this one, as it was sent.
    public String pathWithout(String name) {
        return path + query.without(Set.of(name));
    }

    public Faults faults() {
        return faults;
    }

    /// Refuses the request where anything was wrong with any parameter.
    public void verify() {
        faults.throwIfAny();
    }

    /// The one value of a parameter that may stand once.
    public Optional<String> one(String name) {
        List<String> values = query.values(name);
        if (values.size() > 1) {
            faults.add(name, Code.DUPLICATE, "may stand only once");
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (!Text.isClean(values.getFirst())) {
            faults.add(name, Code.MALFORMED, "holds a control character or half a surrogate pair");
            return Optional.empty();
        }
        return Optional.of(values.getFirst());
    }

    /// All values, whether repeated or separated by commas, each once; at most 100.
    public Set<String> many(String name) {
        Set<String> all = new LinkedHashSet<>();
        for (String value : query.values(name)) {
            all.addAll(Arrays.asList(value.split(",", -1)));
        }
        if (all.size() > MOST_VALUES) {
            faults.add(name, Code.TOO_LONG, "may have at most " + MOST_VALUES + " values");
            return Set.of();
        }
        if (!all.stream().allMatch(Text::isClean)) {
            faults.add(name, Code.MALFORMED, "holds a control character or half a surrogate pair");
            return Set.of();
        }
        return all;
    }

    /// Text as a line, from 1 to `max` code points.
    public Optional<String> text(String name, int max) {
        return one(name).map(value -> Text.line(value, max)).filter(line -> {
            if (line.isEmpty()) {
                faults.add(name, Code.TOO_SHORT, "may not be empty");
            } else if (Text.length(line) > max) {
                faults.add(name, Code.TOO_LONG, "must have at most " + max + " characters");
            }
            return !line.isEmpty() && Text.length(line) <= max;
        });
    }

    public Optional<UUID> id(String name) {
        return one(name).flatMap(value -> parsed(name, value, Ids::parse, "must be a UUID"));
    }

    public List<UUID> ids(String name) {
        return parsedAll(name, Ids::parse, "must be a UUID");
    }

    public Optional<Instant> time(String name) {
        return one(name)
                .flatMap(value -> parsed(name, value, Times::parse, "must be a time as in 2026-12-01T09:30:00Z"));
    }

    public boolean flag(String name) {
        return one(name)
                .flatMap(value -> parsed(name, value, Parameters::flagOf, "must be true or false"))
                .orElse(false);
    }

    private static Optional<Boolean> flagOf(String value) {
        return switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// A constant by its name in lower case.
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return one(name).flatMap(value -> constant(name, value, type));
    }

    public <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
        List<E> found = new ArrayList<>();
        for (String value : many(name)) {
            constant(name, value, type).ifPresent(found::add);
        }
        return found;
    }

    private <E extends Enum<E>> Optional<E> constant(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (Json.nameOf(constant).equals(value)) {
                return Optional.of(constant);
            }
        }
        faults.add(
                name,
                Code.NOT_ALLOWED,
                "must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Json::nameOf)
                                        .toList()));
        return Optional.empty();
    }

    public <T> List<T> parsedAll(String name, Function<String, Optional<T>> parser, String says) {
        List<T> found = new ArrayList<>();
        for (String value : many(name)) {
            parsed(name, value, parser, says).ifPresent(found::add);
        }
        return found;
    }

    private <T> Optional<T> parsed(String name, String value, Function<String, Optional<T>> parser, String says) {
        Optional<T> parsed = parser.apply(value);
        if (parsed.isEmpty()) {
            faults.add(name, Code.MALFORMED, says);
        }
        return parsed;
    }
}
