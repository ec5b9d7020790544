package com.tasktracker.identity.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.identity.people.PeopleFeed;
import com.tasktracker.identity.session.Sessions;
import com.tasktracker.identity.user.UserView.TeamOfUser;
import com.tasktracker.kit.caller.Caller;
import com.tasktracker.kit.data.DatabaseException;
import com.tasktracker.kit.data.Ids;
import com.tasktracker.kit.data.Row;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.feed.Freshness;
import com.tasktracker.kit.problem.Problem;
import com.tasktracker.kit.redis.VersionedCache;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Accounts and their profiles.
@ApplicationScoped
public class Users implements PanacheRepositoryBase<User, UUID> {

    /// The type of the problem where somebody has the username.
    public static final String USERNAME_TAKEN = "username-taken";
    /// The type of the problem where somebody has the e-mail.
    public static final String EMAIL_TAKEN = "email-taken";

    private static final String USERNAME_KEY = "users_username_key";
    private static final String EMAIL_KEY = "users_email_key";
    private static final int MOST_TEAMS = 1_000;

    private static final String COLUMNS = """
            u.id, u.username, u.email, u.email_verified, u.pending_email, u.created_at, u.updated_at, u.version,
            p.display_name, p.bio, p.avatar_url, p.timezone, p.locale, p.preferences""";

    /// Null where what is known of teams is older than it may be.
    private static final String TEAMS = "CASE WHEN " + Freshness.sql("teams") + """
             THEN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'role', t.role)), '[]')
                     FROM (SELECT team.id, team.name, member.role
                             FROM member JOIN team ON team.id = member.team_id
                            WHERE member.person_id = u.id
                            ORDER BY lower(team.name) COLLATE "C", team.id LIMIT ?) t)::text END AS teams""";

    private static final String CANDIDATE =
            "SELECT u.id, u.username, u.email, u.password_hash, u.credentials_version FROM users u";

    private final EntityManager entities;
    private final Sql sql;
    private final Sessions sessions;
    private final PeopleFeed people;
    private final VersionedCache<UserView> cache;
    private final Freshness freshness;
    private final ObjectMapper json;
    private final Clock clock;

    Users(
            EntityManager entities,
            Sql sql,
            Sessions sessions,
            PeopleFeed people,
            VersionedCache.Maker caches,
            Freshness freshness,
            ObjectMapper json,
            Clock clock) {
        this.entities = entities;
        this.sql = sql;
        this.sessions = sessions;
        this.people = people;
        this.cache = caches.make("user", UserView.class);
        this.freshness = freshness;
        this.json = json;
        this.clock = clock;
    }

    /// Refuses as 409 where somebody has the name or the address.
    ///
    /// @param username in lower case
    public void requireFree(String username, String email) {
        sql.first(
                        """
                        SELECT coalesce(bool_or(username = ?), false) AS username_taken,
                               coalesce(bool_or(lower(email COLLATE "C") = ?), false) AS email_taken
                          FROM users WHERE username = ? OR lower(email COLLATE "C") = ?""",
                        row -> row.flag("username_taken")
                                ? Optional.of(usernameTaken())
                                : row.flag("email_taken") ? Optional.of(emailTaken()) : Optional.<Problem>empty(),
                        username,
                        lower(email),
                        username,
                        lower(email))
                .flatMap(problem -> problem)
                .ifPresent(problem -> {
                    throw problem;
                });
    }

    /// A new account, told to everybody.
    public UUID create(String username, String email, String passwordHash, String displayName) {
        User user = new User(Ids.next(clock), username, email, passwordHash, clock.instant());
        UserProfile profile = new UserProfile(user.id(), displayName);
        persist(user);
        entities.persist(profile);
        flushNames();
        people.changed(person(user, profile));
        return user.id();
    }

    /// Writes what was changed; a name or an address that somebody has is a 409.
    void flushNames() {
        try {
            entities.flush();
        } catch (PersistenceException e) {
            String constraint = DatabaseException.constraintOf(e).orElse("");
            throw switch (constraint) {
                case USERNAME_KEY -> usernameTaken();
                case EMAIL_KEY -> emailTaken();
                default -> e;
            };
        }
    }

    static Problem usernameTaken() {
        return Problem.conflict(USERNAME_TAKEN, "The username is taken", "Somebody has this username already.");
    }

    static Problem emailTaken() {
        return Problem.conflict(EMAIL_TAKEN, "The e-mail is taken", "There is an account with this e-mail already.");
    }

    /// What others are told of somebody.
    static PeopleFeed.Person person(User user, UserProfile profile) {
        return new PeopleFeed.Person(
                user.id(),
                user.username(),
                profile.displayName(),
                profile.profile().avatarUrl(),
                user.isEmailVerified() ? user.email() : null);
    }

    /// Whom a login names: a username, or an e-mail if there is an `@` in it.
    public Optional<Candidate> byLogin(String login) {
        String condition = login.contains("@") ? " WHERE lower(u.email COLLATE \"C\") = ?" : " WHERE u.username = ?";
        return sql.first(CANDIDATE + condition, Users::candidate, lower(login));
    }

    /// The caller, whose session is alive.
    public Candidate candidate(Caller caller) {
        return sql.first(
                        CANDIDATE + " JOIN session s ON s.user_id = u.id WHERE " + Sessions.IS_LIVE
                                + " AND u.deleted_at IS NULL",
                        Users::candidate,
                        caller.session(),
                        caller.id(),
                        clock.instant())
                .orElseThrow(Problem::sessionEnded);
    }

    /// Whoever has the account of that id.
    public Optional<Candidate> candidate(UUID id) {
        return sql.first(CANDIDATE + " WHERE u.id = ? AND u.deleted_at IS NULL", Users::candidate, id);
    }

    private static Candidate candidate(Row row) throws SQLException {
        return new Candidate(
                row.id("id"),
                row.text("username"),
                row.text("email"),
                row.text("password_hash"),
                row.number("credentials_version"));
    }

    /// Holds a user's row for the rest of the transaction, so that the password that was checked stays the one that
    /// counts; false where it is no longer.
    public boolean holdCredentials(Candidate candidate) {
        return sql.first(
                        "SELECT id FROM users WHERE id = ? AND credentials_version = ? AND deleted_at IS NULL FOR SHARE",
                        row -> row.id("id"),
                        candidate.id(),
                        candidate.credentialsVersion())
                .isPresent();
    }

    /// Locks the caller's own account for a change, provided that their session is alive.
    public User lock(Caller caller) {
        User user = lock(caller.id()).orElseThrow(Problem::sessionEnded);
        // Asked once the row is locked: whoever ended the session meanwhile held that lock.
        sessions.requireLive(caller);
        return user;
    }

    /// Locks an account for a change; empty where there is none (any more).
    public Optional<User> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).filter(user -> !user.isDeleted());
    }

    UserProfile profile(User user) {
        return entities.find(UserProfile.class, user.id());
    }

    /// What a password of theirs must not be built from; empty where there is no such account (any more).
    public Optional<List<String>> names(UUID id) {
        return sql.first(
                "SELECT username, email FROM users WHERE id = ? AND deleted_at IS NULL",
                row -> List.of(row.text("username"), row.text("email")),
                id);
    }

    /// Refuses as 409 where another account has the address.
    void requireFreeEmail(String email) {
        boolean isTaken = sql.first(
                        "SELECT id FROM users WHERE lower(email COLLATE \"C\") = ?", row -> row.id("id"), lower(email))
                .isPresent();
        if (isTaken) {
            throw emailTaken();
        }
    }

    /// Takes a mailed token as proof of its address; false where that is no address of the account any more, a 409
    /// where somebody else has it by now.
    public boolean proveEmail(User user, String address) {
        UserProfile profile = profile(user);
        PeopleFeed.Person before = person(user, profile);
        if (!user.proveEmail(address, clock.instant())) {
            return false;
        }
        changed(user, profile, before);
        return true;
    }

    /// Writes what has changed, tells the others what concerns them, and lets nobody find what was cached.
    void changed(User user, UserProfile profile, PeopleFeed.Person before) {
        flushNames();
        PeopleFeed.Person after = person(user, profile);
        if (!after.equals(before)) {
            people.changed(after);
        }
        cache.dropWhenCommitted(user.id(), user.version());
    }

    /// Removes all that is known of somebody but that there was an account.
    void forget(User user) {
        entities.remove(profile(user));
        user.delete(clock.instant());
        cache.dropWhenCommitted(user.id(), user.version());
    }

    /// What the owner is shown.
    public UserView view(UUID id) {
        Head head = sql.first(
                        "SELECT u.version, " + TEAMS + " FROM users u WHERE u.id = ? AND u.deleted_at IS NULL",
                        this::head,
                        freshness.seconds(),
                        MOST_TEAMS,
                        id)
                .orElseThrow(Problem::sessionEnded);
        return view(id, head);
    }

    /// What the caller is shown of themselves, provided that their session is alive.
    UserView view(Caller caller) {
        Head head = sql.first(
                        "SELECT u.version, " + TEAMS + " FROM session s JOIN users u ON u.id = s.user_id WHERE "
                                + Sessions.IS_LIVE,
                        this::head,
                        freshness.seconds(),
                        MOST_TEAMS,
                        caller.session(),
                        caller.id(),
                        clock.instant())
                .orElseThrow(Problem::sessionEnded);
        return view(caller.id(), head);
    }

    /// What is asked of the database each time: the rest counts only if it is of this version.
    private record Head(long version, @Nullable List<TeamOfUser> teams) {}

    private Head head(Row row) throws SQLException {
        return new Head(row.bigNumber("version"), teams(row.textOrNull("teams")));
    }

    private UserView view(UUID id, Head head) {
        return cached(id, head.version()).orElseThrow(Problem::sessionEnded).withTeams(head.teams());
    }

    /// What others are shown, of a version that the database has just named.
    Summary summary(UUID id, long version) {
        UserView user = cached(id, version).orElseThrow(Problem::notFound);
        return new Summary(
                user.id(), user.username(), user.displayName(), user.profile().avatarUrl());
    }

    private Optional<UserView> cached(UUID id, long version) {
        return cache.find(id, version).or(() -> {
            Optional<UserView> read = read(id);
            read.ifPresent(user -> cache.put(id, user));
            return read;
        });
    }

    private Optional<UserView> read(UUID id) {
        return sql.first(
                "SELECT " + COLUMNS
                        + " FROM users u JOIN user_profile p ON p.user_id = u.id WHERE u.id = ? AND u.deleted_at IS NULL",
                this::view,
                id);
    }

    private UserView view(Row row) throws SQLException {
        return new UserView(
                row.id("id"),
                row.text("username"),
                row.text("email"),
                row.flag("email_verified"),
                row.textOrNull("pending_email"),
                row.text("display_name"),
                new ProfileView(
                        row.textOrNull("bio"),
                        row.textOrNull("avatar_url"),
                        row.textOrNull("timezone"),
                        row.textOrNull("locale")),
                object(row.text("preferences")),
                null,
                row.time("created_at"),
                row.time("updated_at"),
                row.bigNumber("version"));
    }

    private ObjectNode object(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable List<TeamOfUser> teams(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, new TypeReference<List<TeamOfUser>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
