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

/// Reads the members of a team. Whoever calls it has settled that they may be seen.
@ApplicationScoped
public class MemberViews {

    private static final int LONGEST_SEARCH = 100;

    private static final String COLUMNS = "m.role, m.joined_at, m.updated_at, m.version, "
            + PersonSummary.columns("person", "m.person_id") + ", " + PersonSummary.columns("adder", "m.added_by");

    private static final String FROM = """
             FROM member m
             LEFT JOIN person ON person.id = m.person_id
             LEFT JOIN person adder ON adder.id = m.added_by
            WHERE m.team_id = ?""";

    private static final SortKey JOINED_AT = SortKey.of("joined_at", "m.joined_at", "timestamptz");

    private final Sql sql;
    private final Pages pages;

    MemberViews(Sql sql, Pages pages) {
        this.sql = sql;
        this.pages = pages;
    }

    public MemberView of(UUID team, UUID person) {
        return sql.first("SELECT " + COLUMNS + FROM + " AND m.person_id = ?", MemberViews::view, team, person)
                .orElseThrow(Problem::notFound);
    }

    /// The parameters of the list.
    record Filter(PageRequest page, String search, List<Role> roles) {}

    Filter filter(Parameters parameters) {
        String search = parameters.text("search", LONGEST_SEARCH).orElse("");
        List<Role> roles = parameters.choices("role", Role.class);
        PageRequest page = pages.read(parameters, List.of(JOINED_AT), Ordering.ascending(JOINED_AT));
        parameters.verify();
        return new Filter(page, search, roles);
    }

    /// The members of that team.
    ///
    /// @param filter `search` finds parts of usernames and display names, whatever the case
    Page<MemberView> list(Filter filter, UUID team) {
        Listing listing = new Listing(COLUMNS, FROM, team);
        if (!filter.search.isEmpty()) {
            listing.where(
                    "(strpos(person.username, lower(?)) > 0 OR strpos(lower(person.display_name), lower(?)) > 0)",
                    filter.search,
                    filter.search);
        }
        if (!filter.roles.isEmpty()) {
            listing.where("m.role = ANY(?)", (Object)
                    filter.roles.stream().map(Role::text).toArray(String[]::new));
        }
        return listing.page(filter.page, "m.id", pages, sql, MemberViews::view);
    }

    private static MemberView view(Row row) throws SQLException {
        return new MemberView(
                PersonSummary.of(row, "person"),
                Role.of(row.text("role")),
                row.time("joined_at"),
                PersonSummary.of(row, "adder"),
                row.time("joined_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }
}
