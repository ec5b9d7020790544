package com.tasktracker.team.team;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class Members implements PanacheRepositoryBase<Member, UUID> {

    Optional<Member> of(UUID team, UUID person) {
        return find("teamId = ?1 and personId = ?2", team, person).firstResultOptional();
    }
}
