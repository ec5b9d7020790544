package com.tasktracker.identity.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.identity.mail.MailedTokens;
import com.tasktracker.identity.mail.Purpose;
import com.tasktracker.identity.people.PeopleFeed;
import com.tasktracker.identity.people.PeopleFeed.Person;
import com.tasktracker.identity.session.Sessions;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.mail.Outbox;
import com.tasktracker.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a change of an account brings with it in its profile, sessions, mails and in what others know. All of it runs
/// within the work of [com.tasktracker.kit.feed.Changes#commit], with the user's row locked.
@ApplicationScoped
class AccountChanges {

    /// Teams that would be left to others without an owner.
    private static final String OWNS_TEAM_WITH_OTHERS = """
            SELECT team.id FROM team
             WHERE team.owner_id = ?
               AND EXISTS (SELECT FROM member WHERE member.team_id = team.id AND member.person_id <> ?)
             LIMIT 1""";

    private final Users users;
    private final Sessions sessions;
    private final PeopleFeed people;
    private final MailedTokens tokens;
    private final Outbox outbox;
    private final Sql sql;
    private final ObjectMapper json;
    private final Clock clock;

    AccountChanges(
            Users users,
            Sessions sessions,
            PeopleFeed people,
            MailedTokens tokens,
            Outbox outbox,
            Sql sql,
            ObjectMapper json,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.people = people;
        this.tokens = tokens;
        this.outbox = outbox;
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    /// The members of an edit whose current value differs from what was sent, with that value.
    Map<String, Object> conflicts(UserEdit edit, UserView current) {
        Map<String, Object> conflicts = new LinkedHashMap<>();
        @Nullable String name = edit.displayName().value();
        if (edit.displayName().isPresent() && !current.displayName().equals(name)) {
            conflicts.put("display_name", current.displayName());
        }
        if (!edit.profileOver(current.profile()).equals(current.profile())) {
            conflicts.put("profile", current.profile());
        }
        if (edit.preferences().isPresent()
                && !Preferences.patched(
                                current.preferences(), edit.preferences().value())
                        .toString()
                        .equals(current.preferences().toString())) {
            conflicts.put("preferences", current.preferences());
        }
        if (edit.email().isPresent() && !current.email().equals(edit.email().value())) {
            conflicts.put("email", current.email());
        }
        return conflicts;
    }

    void change(User user, UserEdit edit) {
        UserProfile profile = users.profile(user);
        Person before = Users.person(user, profile);
        @Nullable String email = edit.email().value();
        boolean isOtherProfile = changeProfile(user, profile, edit);
        boolean isOtherEmail = email != null && changeEmail(user, email);
        if (isOtherProfile || isOtherEmail) {
            user.touch(clock.instant());
            users.changed(user, profile, before);
        }
    }

    private boolean changeProfile(User user, UserProfile profile, UserEdit edit) {
        @Nullable String sentName = edit.displayName().over(profile.displayName());
        String name = sentName == null ? user.username() : sentName;
        ProfileView view = edit.profileOver(profile.profile());
        String preferences = preferences(profile, edit);
        boolean isChanged = !name.equals(profile.displayName())
                || !view.equals(profile.profile())
                || !preferences.equals(profile.preferences());
        profile.rename(name);
        profile.present(view);
        profile.prefer(preferences);
        return isChanged;
    }

    private String preferences(UserProfile profile, UserEdit edit) {
        if (!edit.preferences().isPresent()) {
            return profile.preferences();
        }
        try {
            ObjectNode current = (ObjectNode) json.readTree(profile.preferences());
            return Preferences.patched(current, edit.preferences().value()).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The new address has to be proven first; the one that it is to replace is told.
    private boolean changeEmail(User user, String email) {
        if (user.hasEmail(email)) {
            boolean hadPending = user.pendingEmail() != null;
            user.requestEmail(null);
            return hadPending;
        }
        users.requireFreeEmail(email);
        outbox.put(Purpose.VERIFY_EMAIL, email, user.id());
        if (email.equals(user.pendingEmail())) {
            return false;
        }
        user.requestEmail(email);
        outbox.put(Purpose.EMAIL_CHANGING, user.email(), user.id());
        return true;
    }

    /// Forgets an account but for its id: sessions end, names are free again, others are told. A 409 where a team with
    /// other members would lose its owner, as far as is known here.
    void delete(User user) {
        boolean isOwner = sql.first(OWNS_TEAM_WITH_OTHERS, row -> row.id("id"), user.id(), user.id())
                .isPresent();
        if (isOwner) {
            throw Problem.conflict(
                    "owner-must-stay",
                    "You own a team that has other members",
                    "Hand your teams over to another member, or delete them, before you close your account.");
        }
        sessions.endAll(user.id());
        sessions.forget(user.id());
        tokens.revokeAll(user.id());
        outbox.forget(user.id());
        outbox.forget(Purpose.RESET_PASSWORD, user.email());
        // Registering anew with the same key is another account now.
        sql.update(
                "DELETE FROM idempotency_key WHERE owner = ? OR created_id = ?", Users.lower(user.email()), user.id());
        sql.update("DELETE FROM known_address WHERE user_id = ?", user.id());
        users.forget(user);
        people.deleted(user.id());
    }
}
