CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    -- The public half, as JSON (RFC 7517).
    jwk text NOT NULL,
    -- The private half, encrypted with AES-256-GCM: 12 bytes of nonce, ciphertext, 16 bytes of tag.
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- From when on it signs; until the next one does.
    active_from timestamptz NOT NULL
);
