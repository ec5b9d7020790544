package com.tasktracker.team.team;

import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Admission;
import com.tasktracker.kit.http.Parameters;
import com.tasktracker.kit.http.Versioned;
import com.tasktracker.kit.page.Ordering;
import com.tasktracker.kit.page.Page;
import com.tasktracker.kit.page.PageRequest;
import com.tasktracker.kit.page.Pages;
import com.tasktracker.kit.page.SortKey;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.redis.VersionedCache;
import com.tasktracker.team.people.PersonSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads teams as their members see them.
@ApplicationScoped
class TeamViews {

    /// Longer than any name.
    private static final int LONGEST_SEARCH = 100;

    /// What depends on who looks, or on people.
    private static final String FRAME = "t.id, t.member_count, t.version, m.role, "
            + PersonSummary.columns("owner", "t.owner_id") + ", " + PersonSummary.columns("creator", "t.created_by");

    private static final String CONTENT =
            "t.name, t.description, t.metadata::text AS metadata, t.created_at, t.updated_at, t.version";

    private static final String FROM = """
             FROM member m
             JOIN team t ON t.id = m.team_id
             LEFT JOIN person owner ON owner.id = t.owner_id
             LEFT JOIN person creator ON creator.id = t.created_by
            WHERE m.person_id = ?""";

    private static final String COLUMNS = FRAME + ", " + CONTENT;

    private static final String ONE = "SELECT " + COLUMNS + FROM + " AND m.team_id = ?";

    private static final String FRAME_FOR_CALLER = "SELECT " + Admission.columns("people")
            + ", seen.* FROM (VALUES (1)) AS once LEFT JOIN (SELECT " + FRAME + FROM
            + " AND m.team_id = ?) AS seen ON true";

    private static final SortKey NAME = SortKey.of("name", "lower(t.name) COLLATE \"C\"", "text");
    private static final SortKey CREATED_AT = SortKey.of("created_at", "t.created_at", "timestamptz");

    private final Sql sql;
    private final Admission admission;
    private final Pages pages;
    private final VersionedCache<Content> cache;

    TeamViews(Sql sql, Admission admission, Pages pages, VersionedCache.Maker caches) {
        this.sql = sql;
        this.admission = admission;
        this.pages = pages;
        this.cache = caches.make("team", Content.class);
    }

    /// What is large about a team and the same for all its members. What the caller is to the team, its owner and its
    /// count of members always come from the database.
    @RegisterForReflection
    record Content(
            String name,
            @Nullable String description,
            String metadata,
            Instant createdAt,
            Instant updatedAt,
            long version)
            implements Versioned {}

    /// @param role what the person who looks is to the team
    private record Frame(
            UUID id, PersonSummary owner, Role role, int memberCount, PersonSummary createdBy, long version) {}

    /// The team as the caller sees it, who is judged by the same statement; what is large about it may come from the
    /// cache.
    TeamView seenBy(Caller caller, UUID team) {
        Frame frame = sql.first(
                        FRAME_FOR_CALLER, this::admitted, caller.session(), admission.staleness(), caller.id(), team)
                .orElseThrow()
                .orElseThrow(Problem::notFound);
        return cache.find(team, frame.version)
                .map(content -> view(frame, content))
                .orElseGet(() -> whole(team, caller.id()));
    }

    private Optional<Frame> admitted(Row row) throws SQLException {
        admission.check(row);
        return row.idOrNull("id") == null ? Optional.empty() : Optional.of(frame(row));
    }

    /// By one statement, since it may be another version by now than the one whose content was looked for.
    private TeamView whole(UUID team, UUID person) {
        Whole whole = sql.first(ONE, row -> new Whole(frame(row), content(row)), person, team)
                .orElseThrow(Problem::notFound);
        cache.put(team, whole.content);
        return view(whole.frame, whole.content);
    }

    /// What is kept of a team is dropped once the running transaction has made this version the present one.
    void outdate(UUID team, long version) {
        cache.dropWhenCommitted(team, version);
    }

    private record Whole(Frame frame, Content content) {}

    /// The team as that person sees it.
    TeamView of(UUID team, UUID person) {
        return sql.first(ONE, TeamViews::view, person, team).orElseThrow(Problem::notFound);
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
        return view(frame(row), content(row));
    }

    private static Frame frame(Row row) throws SQLException {
        return new Frame(
                row.id("id"),
                PersonSummary.of(row, "owner"),
                Role.of(row.text("role")),
                row.number("member_count"),
                PersonSummary.of(row, "creator"),
                row.bigNumber("version"));
    }

    private static Content content(Row row) throws SQLException {
        return new Content(
                row.text("name"),
                row.textOrNull("description"),
                row.text("metadata"),
                row.time("created_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }

    private static TeamView view(Frame frame, Content content) {
        return new TeamView(
                frame.id,
                content.name(),
                content.description(),
                content.metadata(),
                frame.owner,
                frame.role,
                frame.memberCount,
                frame.createdBy,
                content.createdAt(),
                content.updatedAt(),
                content.version());
    }
}
