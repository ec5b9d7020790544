package com.tasktracker.identity.user;

import com.tasktracker.identity.session.Sessions;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Freshness;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.Pages.Placed;
import com.tasktracker.kit.page.Pages.Tail;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The people whom a caller may know of: themselves, and whoever shares a team with them. Who that is comes by the
/// teams' feed; while it has not been heard for too long, others are not shown (503).
@ApplicationScoped
class People {

    static final SortKey USERNAME = SortKey.of("username", "u.username COLLATE \"C\"", "text");

    private static final int RETRY_SECONDS = 5;

    /// Whoever is in a team with a person; its parameter is that person.
    private static final String TEAMMATES = """
            SELECT theirs.person_id FROM member mine
              JOIN team ON team.id = mine.team_id
              JOIN member theirs ON theirs.team_id = mine.team_id
             WHERE mine.person_id = ?""";

    private static final String LOOK = "SELECT u.version, u.id = s.user_id AS is_self, "
            + Freshness.sql("teams") + " AS fresh, EXISTS (" + TEAMMATES + " AND theirs.person_id = u.id) AS is_shared"
            + " FROM session s LEFT JOIN users u ON u.id = ? AND u.deleted_at IS NULL WHERE " + Sessions.IS_LIVE;

    private final Sql sql;
    private final Freshness freshness;
    private final Clock clock;

    People(Sql sql, Freshness freshness, Clock clock) {
        this.sql = sql;
        this.freshness = freshness;
        this.clock = clock;
    }

    private record Look(long version, boolean isSelf, boolean isFresh, boolean isShared) {}

    /// The version of a person whom the caller may see; hidden and absent are both a 404.
    long version(UUID id, Caller caller) {
        Look look = look(id, caller);
        if (look.isSelf()) {
            return look.version();
        }
        requireFresh(look);
        if (!look.isShared()) {
            throw Problem.notFound();
        }
        return look.version();
    }

    private Look look(UUID id, Caller caller) {
        return sql.first(
                        LOOK,
                        row -> new Look(
                                row.bigNumber("version"),
                                row.flag("is_self"),
                                row.flag("fresh"),
                                row.flag("is_shared")),
                        freshness.seconds(),
                        caller.id(),
                        id,
                        caller.session(),
                        caller.id(),
                        clock.instant())
                .orElseThrow(Problem::sessionEnded);
    }

    private static void requireFresh(Look look) {
        if (!look.isFresh()) {
            throw Problem.unavailable(
                    "This service has not heard of teams for too long to say who may see whom.", RETRY_SECONDS);
        }
    }

    /// What is looked for among them.
    ///
    /// @param teams none for all
    /// @param search part of a username or a display name, whatever the case
    record Filter(List<UUID> teams, @Nullable String search) {}

    /// Refuses where the caller's session has ended or others may not be shown.
    void admit(Caller caller) {
        requireFresh(look(caller.id(), caller));
    }

    List<Placed<Summary>> list(Filter filter, Caller caller, PageRequest page) {
        Tail tail = Pages.tail(page, "u.id");
        List<@Nullable Object> parameters = new ArrayList<>();
        String matching = matching(filter, caller, parameters);
        parameters.addAll(tail.parameters());
        return sql.list(
                "SELECT u.id, u.username, p.display_name, p.avatar_url, " + Pages.columns(page, "u.id") + matching
                        + tail.statement(),
                Pages.row(People::summary),
                parameters.toArray());
    }

    /// Counted no further than it is told.
    int count(Filter filter, Caller caller) {
        List<@Nullable Object> parameters = new ArrayList<>();
        String matching = matching(filter, caller, parameters);
        parameters.add(Pages.EXACT_UP_TO + 1);
        return sql.first(
                        "SELECT count(*) AS n FROM (SELECT 1" + matching + " LIMIT ?) AS found",
                        row -> row.number("n"),
                        parameters.toArray())
                .orElse(0);
    }

    private static String matching(Filter filter, Caller caller, List<@Nullable Object> parameters) {
        StringBuilder sql = new StringBuilder(
                " FROM users u JOIN user_profile p ON p.user_id = u.id WHERE u.deleted_at IS NULL AND ");
        parameters.add(caller.id());
        if (filter.teams().isEmpty()) {
            sql.append("u.id IN (").append(TEAMMATES).append(" UNION ALL SELECT CAST(? AS uuid))");
            parameters.add(caller.id());
        } else {
            sql.append("u.id IN (").append(TEAMMATES).append(" AND mine.team_id = ANY (?))");
            parameters.add(filter.teams().toArray(UUID[]::new));
        }
        if (filter.search() != null) {
            sql.append(" AND (u.username LIKE ? OR lower(p.display_name) LIKE lower(?))");
            String pattern = "%" + filter.search().replaceAll("([\\\\%_])", "\\\\$1") + "%";
            parameters.add(Users.lower(pattern));
            parameters.add(pattern);
        }
        return sql.toString();
    }

    private static Summary summary(Row row) throws SQLException {
        return new Summary(row.id("id"), row.text("username"), row.text("display_name"), row.textOrNull("avatar_url"));
    }
}
