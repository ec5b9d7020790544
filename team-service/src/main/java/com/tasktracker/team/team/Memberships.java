package com.tasktracker.team.team;

import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
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
        if (members.of(teamId, person).isPresent()) {
            throw Problem.conflict("already-member", "Already a member", "This person is a member of the team.");
        }
        Team team = teams.locked(teamId);
        team.memberJoined();
        join(team, person, role, addedBy);
    }

    /// Inserts the member of a team that counts it already.
    void join(Team team, UUID person, Role role, UUID addedBy) {
        Member member = Member.joining(Ids.next(clock), team.id(), person, role, addedBy, clock.instant());
        members.persist(member);
        feed.changed(member);
    }

    /// Says whether the new role is less than the old one.
    boolean change(Member member, Role role) {
        Role before = member.role();
        if (before == role) {
            return false;
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
