package com.tasktracker.identity.user;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How an account's owner presents themselves, and their preferences. It has no version of its own: the user it belongs
/// to is what changes.
@Entity
@Table(name = "user_profile")
class UserProfile {

    @Id
    @Column(name = "user_id")
    private UUID userId;

    private String displayName;
    private @Nullable String bio;
    private @Nullable String avatarUrl;
    private @Nullable String timezone;
    private @Nullable String locale;
    private String preferences;

    /// For Hibernate, which fills in the fields.
    @SuppressWarnings("NullAway")
    protected UserProfile() {}

    UserProfile(UUID userId, String displayName) {
        this.userId = userId;
        this.displayName = displayName;
        this.preferences = "{}";
    }

    void rename(String name) {
        displayName = name;
    }

    void present(ProfileView profile) {
        bio = profile.bio();
        avatarUrl = profile.avatarUrl();
        timezone = profile.timezone();
        locale = profile.locale();
    }

    /// @param json an object
    void prefer(String json) {
        preferences = json;
    }

    String displayName() {
        return displayName;
    }

    ProfileView profile() {
        return new ProfileView(bio, avatarUrl, timezone, locale);
    }

    String preferences() {
        return preferences;
    }
}
