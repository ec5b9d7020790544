package com.tasktracker.task.names;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.task.people.PersonSummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The names of boards, lists and people that are shown along with tasks, kept in this process: to look up four of them
/// for each task of a page costs more than to find the tasks.
///
/// What is shown is never older than the statement that it belongs to. That selects [#COLUMN], which tells how often
/// any name has changed; it is raised by the very transaction that changes one, and what is kept belongs to one count
/// alone. Names change seldom, so that all are forgotten together.
@ApplicationScoped
public class Names {

    /// A column for a statement whose rows are to be shown with names.
    public static final String COLUMN = "(SELECT count FROM name_changes) AS names_at";

    /// Some 10 MB.
    private static final long MOST_KEPT = 50_000;

    private static final String LOOK = """
            SELECT n.count, x.* FROM name_changes n LEFT JOIN (
                SELECT id, name, NULL AS username, NULL AS avatar_url, false AS deleted FROM board WHERE id = ANY (?)
                UNION ALL SELECT id, name, NULL, NULL, false FROM board_list WHERE id = ANY (?)
                UNION ALL SELECT id, display_name, username, avatar_url, deleted FROM person WHERE id = ANY (?)) x
            ON true""";

    private final Sql sql;
    private final AtomicReference<Kept> kept = new AtomicReference<>(new Kept(-1));

    Names(Sql sql) {
        this.sql = sql;
    }

    /// What something or somebody is called.
    private record Name(
            @Nullable String text,
            @Nullable String username,
            @Nullable String avatarUrl,
            boolean isOfDeleted) {}

    /// What is kept as of one count.
    private record Kept(long at, Cache<UUID, Name> names) {

        Kept(long at) {
            this(at, Caffeine.newBuilder().maximumSize(MOST_KEPT).build());
        }
    }

    /// The names that were asked for.
    public static final class Known {

        private final Map<UUID, Name> names = new HashMap<>();

        /// Of a board or a list; empty where it is gone meanwhile.
        public String place(UUID id) {
            Name name = names.get(id);
            return name == null || name.text == null ? "" : name.text;
        }

        /// Of a person whom the feed has not told yet there is the id alone.
        public PersonSummary person(UUID id) {
            Name name = names.get(id);
            return name == null
                    ? new PersonSummary(id, null, null, null)
                    : PersonSummary.of(id, name.username, name.text, name.avatarUrl, name.isOfDeleted);
        }
    }

    /// The names of boards, lists and people, none of them older than `at`. Takes one statement where some are not
    /// kept, else none.
    ///
    /// @param at the value of [#COLUMN]
    public Known of(long at, Set<UUID> ids) {
        Cache<UUID, Name> from = renewed(at).names;
        Known known = new Known();
        List<UUID> missing = new ArrayList<>();
        for (UUID id : ids) {
            Name name = from.getIfPresent(id);
            if (name == null) {
                missing.add(id);
            } else {
                known.names.put(id, name);
            }
        }
        if (!missing.isEmpty()) {
            look(missing.toArray(UUID[]::new), known.names);
        }
        return known;
    }

    private record Found(long at, @Nullable UUID id, Name name) {}

    private void look(UUID[] ids, Map<UUID, Name> known) {
        for (Found found : sql.list(LOOK, Names::found, ids, ids, ids)) {
            if (found.id != null) {
                known.put(found.id, found.name);
                Kept into = renewed(found.at);
                if (into.at == found.at) {
                    into.names.put(found.id, found.name);
                }
            }
        }
    }

    private static Found found(Row row) throws SQLException {
        return new Found(
                row.bigNumber("count"),
                row.idOrNull("id"),
                new Name(
                        row.textOrNull("name"),
                        row.textOrNull("username"),
                        row.textOrNull("avatar_url"),
                        row.flag("deleted")));
    }

    /// What is kept as of that count, or of a later one that was seen already.
    private Kept renewed(long at) {
        Kept now = kept.get();
        return now.at >= at ? now : kept.updateAndGet(current -> current.at >= at ? current : new Kept(at));
    }
}
