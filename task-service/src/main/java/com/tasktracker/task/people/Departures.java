package com.tasktracker.task.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.FeedEntry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who may have lost the right to hold tasks, and which teams may be gone. It is noted with the change that may have
/// done it; whether it did is told by what the tables say once the feed's head is reached.
@ApplicationScoped
public class Departures {

    /// Whether somebody may hold tasks, by a row `m` of their membership and, if known, `p` of themselves.
    public static final String MAY_HOLD_TASKS = "m.role IN ('admin', 'member') AND p.deleted IS NOT TRUE";

    /// Those who held tasks may do so no longer, or under another membership: remove and add makes a new one.
    private static final String NOTE_MEMBERS = """
            INSERT INTO departure (team_id, person_id)
            SELECT m.team_id, m.person_id FROM unnest(?, ?, ?) AS e (team_id, person_id, membership_id)
            JOIN member m ON m.person_id = e.person_id AND m.team_id = e.team_id
            WHERE m.role IN ('admin', 'member') AND m.membership_id IS DISTINCT FROM e.membership_id""";

    private static final String NOTE_TEAMS = "INSERT INTO departure (team_id) SELECT unnest(?)";

    private static final String NOTE_PEOPLE = """
            INSERT INTO departure (team_id, person_id)
            SELECT team_id, person_id FROM member WHERE person_id = ANY (?)""";

    private static final String NOTE_MEMBERS_READ_ANEW = """
            INSERT INTO departure (team_id, person_id)
            SELECT m.team_id, m.person_id FROM member m WHERE m.role IN ('admin', 'member')
            AND NOT EXISTS (SELECT FROM member_rebuild r WHERE r.person_id = m.person_id AND r.team_id = m.team_id
                AND r.membership_id = m.membership_id AND r.role IN ('admin', 'member'))""";

    private static final String NOTE_TEAMS_READ_ANEW = """
            INSERT INTO departure (team_id)
            SELECT t.id FROM team t WHERE NOT EXISTS (SELECT FROM team_rebuild r WHERE r.id = t.id)""";

    private static final String NOTE_PEOPLE_READ_ANEW = """
            INSERT INTO departure (team_id, person_id)
            SELECT m.team_id, m.person_id FROM member m JOIN person_rebuild r ON r.id = m.person_id AND r.deleted
            WHERE NOT EXISTS (SELECT FROM person p WHERE p.id = m.person_id AND p.deleted)""";

    private static final String TAKE = """
            SELECT CAST(id AS text) AS id FROM departure WHERE at_head ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED""";

    private final Sql sql;

    Departures(Sql sql) {
        this.sql = sql;
    }

    /// Notes what a batch of the teams feed may take away, before it does.
    void noteTeams(List<FeedEntry> batch) {
        List<UUID> gone = new ArrayList<>();
        List<UUID> teams = new ArrayList<>();
        List<UUID> people = new ArrayList<>();
        List<@Nullable UUID> memberships = new ArrayList<>();
        for (FeedEntry entry : batch) {
            JsonNode data = entry.data();
            switch (entry.type()) {
                case "team.deleted" -> gone.add(id(data, "id"));
                case "membership.changed", "membership.deleted" -> {
                    teams.add(id(data, "team_id"));
                    people.add(id(data, "person_id"));
                    memberships.add(holdsTasks(entry) ? id(data, "membership_id") : null);
                }
                default -> {}
            }
        }
        if (!teams.isEmpty()) {
            sql.update(NOTE_MEMBERS, ids(teams), ids(people), ids(memberships));
        }
        if (!gone.isEmpty()) {
            sql.update(NOTE_TEAMS, (Object) ids(gone));
        }
    }

    private static boolean holdsTasks(FeedEntry entry) {
        return !entry.isTombstone()
                && Role.of(entry.data().path("role").asText()).worksOnTasks();
    }

    /// Notes whose accounts a batch of the people feed deletes.
    void notePeople(List<FeedEntry> batch) {
        List<UUID> people = batch.stream()
                .filter(entry -> entry.type().equals("person.deleted"))
                .map(entry -> id(entry.data(), "id"))
                .toList();
        if (!people.isEmpty()) {
            sql.update(NOTE_PEOPLE, (Object) ids(people));
        }
    }

    /// Notes what the teams feed, read anew, takes away: it does not tell what it has forgotten.
    void noteTeamsReadAnew() {
        sql.update(NOTE_MEMBERS_READ_ANEW);
        sql.update(NOTE_TEAMS_READ_ANEW);
    }

    void notePeopleReadAnew() {
        sql.update(NOTE_PEOPLE_READ_ANEW);
    }

    /// Notes those to whom tasks were left that are open again, without regard to whether they still may hold them.
    ///
    /// @param tasks changed by the running transaction
    public void noteHoldersOf(UUID[] tasks) {
        sql.update("""
                INSERT INTO departure (team_id, person_id, at_head)
                SELECT DISTINCT team_id, assigned_to, true FROM task
                WHERE id = ANY (?) AND assigned_to IS NOT NULL""", (Object) tasks);
    }

    /// What was noted up to a feed's head can be judged; says whether there is anything.
    public boolean reachHead() {
        return sql.update("UPDATE departure SET at_head = true WHERE NOT at_head") > 0;
    }

    /// Some that can be judged, held until the transaction ends. Those that another one holds are passed by.
    ///
    /// @return their ids, for `CAST(? AS bigint[])`
    public String[] take(int most) {
        return sql.list(TAKE, row -> row.text("id"), most).toArray(String[]::new);
    }

    private static UUID id(JsonNode data, String member) {
        return UUID.fromString(data.path(member).asText());
    }

    private static @Nullable UUID[] ids(List<? extends @Nullable UUID> ids) {
        @Nullable UUID[] array = new UUID[ids.size()];
        return ids.toArray(array);
    }
}
