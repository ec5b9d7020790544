package com.tasktracker.team.invitation;

import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.team.people.PersonSummary;
import com.tasktracker.team.team.Listing;
import com.tasktracker.team.team.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads invitations. Whoever calls it has settled that they may be seen.
@ApplicationScoped
class InvitationViews {

    private static final String COLUMNS = "i.id, i.team_id, t.name AS team_name, i.email, i.role, i.status, "
            + "i.expires_at, i.created_at, i.updated_at, i.version, "
            + PersonSummary.columns("inviter", "i.invited_by");

    private static final String FROM = """
             FROM invitation i
             JOIN team t ON t.id = i.team_id
             LEFT JOIN person inviter ON inviter.id = i.invited_by
            WHERE\s""";

    private static final SortKey CREATED_AT = SortKey.of("created_at", "i.created_at", "timestamptz");

    private final Sql sql;
    private final Pages pages;
    private final Clock clock;

    InvitationViews(Sql sql, Pages pages, Clock clock) {
        this.sql = sql;
        this.pages = pages;
        this.clock = clock;
    }

    InvitationView of(UUID team, UUID id) {
        return sql.first(
                        "SELECT " + COLUMNS + FROM + " i.team_id = ? AND i.id = ?",
                        row -> view(row, clock.instant()),
                        team,
                        id)
                .orElseThrow(Problem::notFound);
    }

    /// The parameters of the lists.
    record Filter(PageRequest page, List<InvitationStatus> statuses) {}

    Filter filter(Parameters parameters) {
        List<InvitationStatus> statuses = parameters.choices("status", InvitationStatus.class);
        PageRequest page = pages.read(parameters, List.of(CREATED_AT), Ordering.descending(CREATED_AT));
        parameters.verify();
        return new Filter(page, statuses.isEmpty() ? List.of(InvitationStatus.OPEN) : statuses);
    }

    Page<InvitationView> ofTeam(UUID team, Filter filter) {
        return list(new Listing(COLUMNS, FROM + " i.team_id = ?", team), filter);
    }

    /// Those for the address of which this is the hash.
    Page<InvitationView> forAddress(String emailHash, Filter filter) {
        return list(new Listing(COLUMNS, FROM + " i.email_hashes @> ?", (Object) new String[] {emailHash}), filter);
    }

    /// What somebody is shown who has no verified address.
    Page<InvitationView> none(Filter filter) {
        return pages.page(filter.page, List.of(), filter.page.includesCount() ? 0 : null);
    }

    private Page<InvitationView> list(Listing listing, Filter filter) {
        Instant now = clock.instant();
        List<String> conditions = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (InvitationStatus status : filter.statuses) {
            switch (status) {
                case OPEN -> {
                    conditions.add("(i.status = 'open' AND i.expires_at > ?)");
                    values.add(now);
                }
                case EXPIRED -> {
                    conditions.add("(i.status = 'expired' OR (i.status = 'open' AND i.expires_at <= ?))");
                    values.add(now);
                }
                case ACCEPTED, DECLINED, REVOKED -> {
                    conditions.add("i.status = ?");
                    values.add(status.text());
                }
            }
        }
        listing.where("(" + String.join(" OR ", conditions) + ")", values.toArray());
        return listing.page(filter.page, "i.id", pages, sql, row -> view(row, now));
    }

    private static InvitationView view(Row row, Instant now) throws SQLException {
        InvitationStatus stored = InvitationStatus.of(row.text("status"));
        Instant expiresAt = row.time("expires_at");
        boolean isOver = stored == InvitationStatus.OPEN && !now.isBefore(expiresAt);
        PersonSummary inviter = PersonSummary.of(row, "inviter");
        return new InvitationView(
                row.id("id"),
                new InvitationView.Into(row.id("team_id"), row.text("team_name")),
                row.text("email"),
                Role.of(row.text("role")),
                isOver ? InvitationStatus.EXPIRED : stored,
                expiresAt,
                inviter,
                inviter,
                row.time("created_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }
}
