package com.tasktracker.team.team;

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
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Reads teams as their members see them.
@ApplicationScoped
class TeamViews {

    /// Longer than any name.
    private static final int LONGEST_SEARCH = 100;

    private static final String COLUMNS = "t.id, t.name, t.description, t.metadata::text AS metadata, t.member_count, "
            + "t.created_at, t.updated_at, t.version, m.role, " + PersonSummary.columns("owner", "t.owner_id") + ", "
            + PersonSummary.columns("creator", "t.created_by");

    private static final String FROM = """
             FROM member m
             JOIN team t ON t.id = m.team_id
             LEFT JOIN person owner ON owner.id = t.owner_id
             LEFT JOIN person creator ON creator.id = t.created_by
            WHERE m.person_id = ?""";

    private static final SortKey NAME = SortKey.of("name", "lower(t.name) COLLATE \"C\"", "text");
    private static final SortKey CREATED_AT = SortKey.of("created_at", "t.created_at", "timestamptz");

    private final Sql sql;
    private final Pages pages;

    TeamViews(Sql sql, Pages pages) {
        this.sql = sql;
        this.pages = pages;
    }

    /// The team as that person sees it.
    TeamView of(UUID team, UUID person) {
        return sql.first("SELECT " + COLUMNS + FROM + " AND m.team_id = ?", TeamViews::view, person, team)
                .orElseThrow(Problem::notFound);
    }

    /// Reads the parameters of the list, whose faults are named before anything else is asked.
    record Filter(PageRequest page, String search, List<Role> roles) {}

    Filter filter(Parameters parameters) {
        String search = parameters.text("search", LONGEST_SEARCH).orElse("");
        List<Role> roles = parameters.choices("role", Role.class);
        PageRequest page = pages.read(parameters, List.of(NAME, CREATED_AT), Ordering.ascending(NAME));
        parameters.verify();
        return new Filter(page, search, roles);
    }

    /// The teams of that person.
    Page<TeamView> list(Filter filter, UUID person) {
        Listing listing = new Listing(COLUMNS, FROM, person);
        if (!filter.search.isEmpty()) {
            listing.where("strpos(lower(t.name), lower(?)) > 0", filter.search);
        }
        if (!filter.roles.isEmpty()) {
            listing.where("m.role = ANY(?)", (Object)
                    filter.roles.stream().map(Role::text).toArray(String[]::new));
        }
        return listing.page(filter.page, "t.id", pages, sql, TeamViews::view);
    }

    private static TeamView view(Row row) throws SQLException {
        return new TeamView(
                row.id("id"),
                row.text("name"),
                row.textOrNull("description"),
                row.text("metadata"),
                PersonSummary.of(row, "owner"),
                Role.of(row.text("role")),
                row.number("member_count"),
                PersonSummary.of(row, "creator"),
                row.time("created_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }
}
