-- From where an account was opened or logged in to, as keyed hashes, so that guessing from elsewhere does not lock its
-- owner out.
CREATE TABLE known_address (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address_hash bytea NOT NULL CHECK (length(address_hash) = 32),
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, address_hash)
);
