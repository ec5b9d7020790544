CREATE TABLE session (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    -- The absolute end, which no refresh puts off.
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    user_agent text CHECK (char_length(user_agent) <= 400),
    ip text NOT NULL CHECK (char_length(ip) <= 100),
    -- Which refresh token is the current one, and since when.
    generation integer NOT NULL DEFAULT 1,
    rotated_at timestamptz NOT NULL,
    -- When the last access token that was issued expires.
    tokens_until timestamptz NOT NULL
);
CREATE INDEX session_live ON session (user_id, created_at DESC, id DESC) WHERE ended_at IS NULL;
CREATE INDEX session_expires_at ON session (expires_at);

-- Every refresh token of a session, so that an old one is known for what it is. Never the token, its SHA-256 alone.
CREATE TABLE refresh_token (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
    generation integer NOT NULL,
    UNIQUE (session_id, generation)
);
