package com.tasktracker.identity.user;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account: its names, its password and what is known of its e-mail. Whoever changes it holds its row's lock.
@Entity
@Table(name = "users")
@SuppressWarnings("UnusedVariable") // what is only ever written here is read by statements
public class User {

    @Id
    private UUID id;

    private @Nullable String username;
    private @Nullable String email;
    private boolean emailVerified;
    private @Nullable String pendingEmail;
    private @Nullable String passwordHash;
    private int credentialsVersion;
    private Instant createdAt;
    private Instant updatedAt;
    private long version;
    private @Nullable Instant deletedAt;

    /// For Hibernate, which fills in the fields.
    @SuppressWarnings("NullAway")
    protected User() {}

    /// @param username in lower case
    /// @param passwordHash a PHC string
    User(UUID id, String username, String email, String passwordHash, Instant now) {
        this.id = id;
        this.username = username;
        this.email = email;
        this.passwordHash = passwordHash;
        this.credentialsVersion = 1;
        this.createdAt = now;
        this.updatedAt = now;
        this.version = 1;
    }

    /// The resource as a whole has changed, its profile included.
    void touch(Instant now) {
        updatedAt = now;
        version++;
    }

    /// Another address is to take the place of this one, once a mailed token proves it.
    void requestEmail(@Nullable String address) {
        pendingEmail = address;
    }

    /// Somebody has shown a token that was mailed to this address.
    ///
    /// @return false where it is an address of this account no longer
    boolean proveEmail(String address, Instant now) {
        if (isSame(address, pendingEmail)) {
            email = pendingEmail;
            pendingEmail = null;
        } else if (!isSame(address, email)) {
            return false;
        } else if (emailVerified) {
            return true;
        }
        emailVerified = true;
        touch(now);
        return true;
    }

    public boolean hasEmail(String address) {
        return isSame(address, email);
    }

    private static boolean isSame(String address, @Nullable String other) {
        return other != null && address.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    /// Another password: what was checked against the one before no longer counts.
    public void setPassword(String hash) {
        passwordHash = hash;
        credentialsVersion++;
    }

    /// The same password under today's parameters.
    public void rehash(String hash) {
        passwordHash = hash;
    }

    /// Forgets who this was and frees its names; the id stays taken.
    void delete(Instant now) {
        username = null;
        email = null;
        emailVerified = false;
        pendingEmail = null;
        passwordHash = null;
        credentialsVersion++;
        deletedAt = now;
        touch(now);
    }

    public UUID id() {
        return id;
    }

    public String username() {
        return present(username);
    }

    public String email() {
        return present(email);
    }

    public boolean isEmailVerified() {
        return emailVerified;
    }

    public @Nullable String pendingEmail() {
        return pendingEmail;
    }

    public int credentialsVersion() {
        return credentialsVersion;
    }

    public boolean isDeleted() {
        return deletedAt != null;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    long version() {
        return version;
    }

    private static String present(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("a deleted account has no names");
        }
        return value;
    }
}
