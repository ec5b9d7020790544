-- A deleted account leaves its id behind, so that nobody else ever gets it; its names and all else are gone.
CREATE TABLE users (
    id uuid PRIMARY KEY,
    username text CHECK (username ~ '^[a-z0-9._-]{3,30}$'),
    email text CHECK (char_length(email) <= 254),
    email_verified boolean NOT NULL DEFAULT false,
    pending_email text CHECK (char_length(pending_email) <= 254),
    -- A PHC string of Argon2id.
    password_hash text,
    -- Grows when another password is set, not when the same one is hashed anew.
    credentials_version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    deleted_at timestamptz,
    CONSTRAINT users_whole_or_deleted CHECK (
        (deleted_at IS NULL AND username IS NOT NULL AND email IS NOT NULL AND password_hash IS NOT NULL)
        OR (deleted_at IS NOT NULL AND username IS NULL AND email IS NULL AND pending_email IS NULL
            AND password_hash IS NULL))
);
CREATE UNIQUE INDEX users_username_key ON users (username);
-- Addresses are ASCII; the collation keeps a database's locale from having a say in what is the same.
CREATE UNIQUE INDEX users_email_key ON users (lower(email COLLATE "C"));

CREATE TABLE user_profile (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    display_name text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 80),
    bio text CHECK (char_length(bio) <= 2000),
    avatar_url text CHECK (char_length(avatar_url) <= 2000),
    timezone text CHECK (char_length(timezone) <= 100),
    locale text CHECK (char_length(locale) <= 100),
    -- Text, not jsonb: members stay in their order and numbers as they were written.
    preferences text NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(preferences::jsonb) = 'object')
);
