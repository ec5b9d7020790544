-- What a service that sends mails has in its schema: copy this into a migration of it.
-- Undo: DROP TABLE outbox_receipt; DROP TABLE outbox;
-- The runtime role needs SELECT, INSERT, UPDATE and DELETE on both. What the mails are for may be limited by a check,
-- and what they are about by a foreign key.

-- Mails to be sent. A row names the purpose; the letter is written, and its token minted, when it is sent.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    -- As it was given.
    address text NOT NULL CHECK (char_length(address) <= 254),
    about uuid,
    -- How often it was asked for: what is asked for while it is being sent is sent once more.
    asked integer NOT NULL DEFAULT 1,
    attempts integer NOT NULL DEFAULT 0,
    -- When it is tried next; whoever tries it puts this off first, so that nobody else does.
    due_at timestamptz NOT NULL
);
-- One that waits is enough of each kind.
CREATE UNIQUE INDEX outbox_once ON outbox (lower(address COLLATE "C"), purpose, about) NULLS NOT DISTINCT;
CREATE INDEX outbox_due ON outbox (due_at);
CREATE INDEX outbox_about ON outbox (about);

-- What went to an address within the last hour, or may have.
CREATE TABLE outbox_receipt (
    id uuid PRIMARY KEY,
    -- SHA-256 of the address in lower case.
    address_hash bytea NOT NULL,
    counted_at timestamptz NOT NULL
);
CREATE INDEX outbox_receipt_of ON outbox_receipt (address_hash, counted_at);
CREATE INDEX outbox_receipt_counted_at ON outbox_receipt (counted_at);
