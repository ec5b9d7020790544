package com.tasktracker.team.team;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class Members implements PanacheRepositoryBase<Member, UUID> {

    Optional<Member> of(UUID team, UUID person) {
        return find("teamId = ?1 and personId = ?2", team, person).firstResultOptional();
    }

    /// Those of the people who are members.
    List<Member> among(UUID team, List<UUID> people) {
        return list("teamId = ?1 and personId in ?2", team, people);
    }

    List<UUID> peopleOf(UUID team) {
        return find("select m.personId from Member m where m.teamId = ?1", team)
                .project(UUID.class)
                .list();
    }
}
