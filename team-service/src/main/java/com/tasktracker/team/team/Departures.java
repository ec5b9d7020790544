package com.tasktracker.team.team;

import com.tasktracker.kit.data.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What follows for teams when accounts are deleted: their memberships end; a team that one of them owned goes to its
/// longest-standing admin, else member, else viewer, and is gone where nobody is left.
///
/// It is worked out from what is known of people, not from single events, so that it comes out the same however often
/// and in whatever pieces the feed was read.
@ApplicationScoped
public class Departures {

    private static final int AT_ONCE = 50;

    /// Locked in the order of their ids, so that this and another such job wait for each other at most.
    private static final String LOCK_TEAMS = """
            SELECT id FROM team
             WHERE id IN (SELECT team_id FROM member WHERE person_id = ANY(?))
             ORDER BY id LIMIT ? FOR UPDATE""";

    private static final String HEIR = """
            SELECT person_id FROM member
             WHERE team_id = ? AND person_id <> ALL(?)
             ORDER BY CASE role WHEN 'admin' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, joined_at, id
             LIMIT 1""";

    private final Sql sql;
    private final Teams teams;
    private final Members members;
    private final Memberships memberships;

    Departures(Sql sql, Teams teams, Members members, Memberships memberships) {
        this.sql = sql;
        this.teams = teams;
        this.members = members;
        this.memberships = memberships;
    }

    /// Ends memberships of these people, within a transaction that may publish, in 50 teams at most:
    /// somebody may be in more than one transaction has time for. Says whether none is left.
    public boolean settle(List<UUID> gone) {
        UUID[] ids = gone.toArray(UUID[]::new);
        List<UUID> locked = sql.list(LOCK_TEAMS, row -> row.id("id"), ids, AT_ONCE);
        for (UUID team : locked) {
            settle(teams.locked(team), ids);
        }
        return locked.size() < AT_ONCE;
    }

    private void settle(Team team, UUID[] gone) {
        if (List.of(gone).stream().anyMatch(team::isOwnedBy)) {
            Optional<Member> heir = sql.first(HEIR, row -> row.id("person_id"), team.id(), gone)
                    .flatMap(person -> members.of(team.id(), person));
            if (heir.isEmpty()) {
                memberships.disband(team);
                return;
            }
            memberships.handOver(team, heir.get());
        }
        members.among(team.id(), List.of(gone)).forEach(memberships::end);
    }
}
