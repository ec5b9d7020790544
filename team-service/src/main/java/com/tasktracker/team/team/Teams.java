package com.tasktracker.team.team;

import com.tasktracker.kit.problem.Problem;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class Teams implements PanacheRepositoryBase<Team, UUID> {

    /// A team that is there, since it is locked.
    Team locked(UUID id) {
        return findByIdOptional(id).orElseThrow(Problem::notFound);
    }
}
