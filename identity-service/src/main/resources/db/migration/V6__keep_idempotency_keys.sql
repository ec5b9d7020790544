CREATE TABLE idempotency_key (
    owner text NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    created_id uuid,
    answer text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner, route, key)
);
-- For the purge of what is older than the retention; nearly free to keep.
CREATE INDEX idempotency_key_created_at ON idempotency_key USING brin (created_at);
