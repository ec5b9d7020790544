-- Mails to be sent, and those of the last day. A row names what for; the token is minted when the mail is sent.
CREATE TABLE mail (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'email_changing', 'password_changed')),
    -- As it was given; whether it belongs to an account is looked up when the mail is sent.
    address text NOT NULL CHECK (char_length(address) <= 254),
    -- Whom to greet in a mail that only tells something; who gets a token is looked up when it is minted.
    username text,
    created_at timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Whoever sends it has until then.
    leased_until timestamptz,
    sent_at timestamptz
);
-- One that waits is enough of each kind.
CREATE UNIQUE INDEX mail_waiting ON mail (lower(address COLLATE "C"), purpose) WHERE sent_at IS NULL;
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE sent_at IS NULL;
-- For the limit of mails to one address.
CREATE INDEX mail_sent ON mail (lower(address COLLATE "C"), sent_at) WHERE sent_at IS NOT NULL;

-- Tokens that were mailed; never the token, its SHA-256 alone.
CREATE TABLE mailed_token (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    address text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX mailed_token_user ON mailed_token (user_id, purpose);
CREATE INDEX mailed_token_expires_at ON mailed_token (expires_at);
