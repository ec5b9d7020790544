package com.tasktracker.team.team;

import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.UUID;

/// Lets people into teams, changes what they are there, and lets them out, and tells the other services. Within the
/// work of `Changes.commit`, after [Standings#lock].
@ApplicationScoped
public class Memberships {

    private final Teams teams;
    private final Members members;
    private final TeamsFeed feed;
    private final Event<AdminStoodDown> standingDown;
    private final Clock clock;

    Memberships(Teams teams, Members members, TeamsFeed feed, Event<AdminStoodDown> standingDown, Clock clock) {
        this.teams = teams;
        this.members = members;
        this.feed = feed;
        this.standingDown = standingDown;
        this.clock = clock;
    }

    /// Makes somebody a member. Refuses as 409 where they are one already.
    ///
    /// @param person kept from being deleted meanwhile, by `People.hold…`
    public void admit(UUID teamId, UUID person, Role role, UUID addedBy) {
        try {
            join(teamId, person, role, addedBy);
            members.flush();
        } catch (PersistenceException e) {
            if (DatabaseException.constraintOf(e).filter("member_once"::equals).isPresent()) {
                throw Problem.conflict("already-member", "Already a member", "This person is a member of the team.");
            }
            throw e;
        }
        teams.countOneMore(teamId);
    }

    /// Inserts the member of a team that counts it already.
    void join(UUID team, UUID person, Role role, UUID addedBy) {
        Member member = Member.joining(Ids.next(clock), team, person, role, addedBy, clock.instant());
        members.persist(member);
        feed.changed(member);
    }

    /// Says whether the new role may be less than what other services still go by.
    boolean change(Member member, Role role) {
        Role before = member.role();
        if (before == role) {
            // Whoever repeats a change that was under way is answered as truly as the first time.
            relyOn(member.teamId(), member.personId());
            return true;
        }
        requireNotOwner(member);
        member.become(role, clock.instant());
        feed.changed(member);
        standDown(member, before);
        return before.isMoreThan(role);
    }

    /// Ends a membership: its row is gone, and the other services learn of it.
    void end(Member member) {
        requireNotOwner(member).memberLeft();
        members.delete(member);
        feed.ended(member.teamId(), member.personId());
        standDown(member, member.role());
    }

    /// Nothing is changed about a membership, but the answer relies on it: the other services must know it by then.
    void relyOn(UUID team, UUID person) {
        feed.relyOn(team, person);
    }

    private void standDown(Member member, Role before) {
        if (before == Role.ADMIN) {
            standingDown.fire(new AdminStoodDown(member.teamId(), member.personId()));
        }
    }

    private Team requireNotOwner(Member member) {
        Team team = teams.locked(member.teamId());
        if (team.isOwnedBy(member.personId())) {
            throw Problem.conflict(
                    "owner-must-stay",
                    "The owner must stay",
                    "The owner of a team stays its admin until the team is handed over to somebody else.");
        }
        return team;
    }

    /// The team goes to a member.
    void handOver(Team team, Member heir) {
        Role before = heir.role();
        team.handOverTo(heir, clock.instant());
        feed.changed(team);
        if (before != heir.role()) {
            feed.changed(heir);
        }
    }

    /// The team and all that it has is gone.
    void disband(Team team) {
        members.peopleOf(team.id()).forEach(person -> feed.ended(team.id(), person));
        feed.deleted(team);
        teams.delete(team);
    }
}
