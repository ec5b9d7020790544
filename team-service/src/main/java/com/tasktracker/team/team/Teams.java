package com.tasktracker.team.team;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.problem.Problem;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class Teams implements PanacheRepositoryBase<Team, UUID> {

    /// How many teams a person may own.
    static final int MOST_OWNED = 2_000;

    private final Sql sql;

    Teams(Sql sql) {
        this.sql = sql;
    }

    /// Refuses as 409 where somebody owns as many teams as they may. Whoever it is has to be held alone.
    void requireFewOf(UUID owner) {
        int owned = sql.first(
                        "SELECT count(*) AS n FROM (SELECT 1 FROM team WHERE owner_id = ? LIMIT ?) AS owned",
                        row -> row.number("n"),
                        owner,
                        MOST_OWNED)
                .orElseThrow();
        if (owned >= MOST_OWNED) {
            throw Problem.conflict(
                    "conflict", "Too many teams", "Nobody may own more than " + MOST_OWNED + " teams at a time.");
        }
    }

    /// A team that is there, since it is locked.
    Team locked(UUID id) {
        return findByIdOptional(id).orElseThrow(Problem::notFound);
    }

    /// Without loading the team, which is locked.
    void countOneMore(UUID id) {
        sql.update("UPDATE team SET member_count = member_count + 1 WHERE id = ?", id);
    }
}
