-- Mails to be sent. A row names the purpose; the letter is written, and its token minted, when it is sent.
-- It takes the place of the table mail, which a replica of the release before goes on using while it is up: what
-- waits there is taken over by the service, and the table goes one release later.
CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'email_changing', 'password_changed')),
    -- As it was given.
    address text NOT NULL CHECK (char_length(address) <= 254),
    -- The user whom it concerns; null where whether the address belongs to anybody is looked up when the mail is sent.
    about uuid REFERENCES users ON DELETE CASCADE,
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

INSERT INTO outbox_receipt (id, address_hash, counted_at)
SELECT id, sha256(convert_to(lower(address COLLATE "C"), 'UTF8')), sent_at FROM mail
 WHERE sent_at > clock_timestamp() - interval '1 hour';
