-- Invitations by mail, the tokens that were mailed, and the outbox that mails them.

CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    email text NOT NULL CHECK (char_length(email) <= 254),
    -- Of the address in lower case, with the current key and the previous one: whichever made a person's is among them.
    email_hashes text[] NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    -- What is open and past its end counts as expired; nothing has to happen for that.
    status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'revoked', 'expired')),
    invited_by uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX invitation_open_once ON invitation (team_id, lower(email)) WHERE status = 'open';
CREATE INDEX invitation_in_order ON invitation (team_id, created_at, id);
CREATE INDEX invitation_of_address ON invitation USING gin (email_hashes);

-- Each mail that was sent carries a token of its own; any of them answers its invitation.
CREATE TABLE invitation_token (
    -- SHA-256 of the token, which has 256 random bits.
    token_hash bytea PRIMARY KEY,
    invitation_id uuid NOT NULL REFERENCES invitation (id) ON DELETE CASCADE
);
CREATE INDEX invitation_token_of ON invitation_token (invitation_id);

CREATE TABLE mail (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('invitation')),
    invitation_id uuid NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL
);
CREATE INDEX mail_due ON mail (due_at);
CREATE INDEX mail_of ON mail (invitation_id);

-- What went to an address within the last hour.
CREATE TABLE mail_sent (
    id uuid PRIMARY KEY,
    email_hash text NOT NULL,
    sent_at timestamptz NOT NULL
);
CREATE INDEX mail_sent_to ON mail_sent (email_hash, sent_at);
CREATE INDEX mail_sent_at ON mail_sent (sent_at);

-- Our own: the hash that a deleted person had, until the invitations of that address are forgotten.
ALTER TABLE person ADD COLUMN former_email_hash text;
ALTER TABLE person_rebuild ADD COLUMN former_email_hash text;
