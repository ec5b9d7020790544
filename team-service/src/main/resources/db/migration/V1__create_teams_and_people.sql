-- Teams and their members, the feed that tells of them, and what this service knows of people.

CREATE TABLE team (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    description text CHECK (char_length(description) <= 2000),
    -- As text, not as jsonb: a number such as 1e99999 is short here and would be 100,000 digits there.
    metadata json NOT NULL CHECK (octet_length(metadata::text) <= 8192),
    owner_id uuid NOT NULL,
    -- Counted along under the lock of this row, which every change of members takes.
    member_count integer NOT NULL CHECK (member_count >= 1),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE member (
    -- New for each membership: whoever left and came back is another one.
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    person_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
    added_by uuid NOT NULL,
    joined_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT member_once UNIQUE (team_id, person_id)
);
CREATE INDEX member_in_order ON member (team_id, joined_at, id);
CREATE INDEX member_of_person ON member (person_id);

-- Whatever is done, a team is owned by one of its members.
ALTER TABLE team ADD CONSTRAINT team_owner_is_member FOREIGN KEY (id, owner_id)
    REFERENCES member (team_id, person_id) DEFERRABLE INITIALLY DEFERRED;

-- Kept by the people feed. No foreign key leads here: a person may be known later than a membership.
CREATE TABLE person (
    id uuid PRIMARY KEY,
    username text,
    display_name text,
    avatar_url text,
    -- Keyed hash of the verified e-mail, null where none is.
    email_hash text,
    deleted boolean NOT NULL DEFAULT false,
    -- Our own: when the memberships of a deleted person were ended.
    departed_at timestamptz
);
CREATE INDEX person_by_username ON person (username);
CREATE INDEX person_departing ON person (id) WHERE deleted AND departed_at IS NULL;
CREATE TABLE person_rebuild (LIKE person INCLUDING ALL);

CREATE TABLE ended_session (sid uuid PRIMARY KEY, until timestamptz NOT NULL);
CREATE TABLE ended_session_rebuild (LIKE ended_session INCLUDING ALL);

CREATE TABLE signing_key (kid text PRIMARY KEY, jwk text NOT NULL);
CREATE TABLE signing_key_rebuild (LIKE signing_key INCLUDING ALL);

CREATE TABLE feed_cursor (
  feed text PRIMARY KEY,
  epoch uuid,
  last_seq bigint NOT NULL DEFAULT 0,
  -- Of the release whose projections filled the tables; 0 before the first time.
  model_version integer NOT NULL DEFAULT 0,
  -- When the last read was sent that reached the feed's head, by this database's clock.
  read_at timestamptz,
  -- The process that reads the feed anew, and when it last got on with it.
  rebuild_by uuid,
  rebuild_at timestamptz
) WITH (fillfactor = 50);

-- One row. Its lock, taken by the last statement before commit, makes seq grow in the order of commits.
-- Whoever restores this database from a backup gives the feed a new epoch, so that its followers read it anew:
--   UPDATE feed_head SET epoch = gen_random_uuid();
CREATE TABLE feed_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seq bigint NOT NULL DEFAULT 0,
  epoch uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO feed_head DEFAULT VALUES;

-- The present state of every subject, in the order of its last change.
CREATE TABLE feed (
  subject text PRIMARY KEY CHECK (length(subject) <= 200),
  seq bigint NOT NULL UNIQUE,
  type text NOT NULL CHECK (length(type) <= 100),
  time timestamptz NOT NULL,
  data jsonb NOT NULL,
  -- The name of a follower -> members that are merged into data for that follower alone.
  private_data jsonb,
  -- The row goes soon after this time; null: it stays.
  expires_at timestamptz
);
CREATE INDEX feed_expiring ON feed (expires_at) WHERE expires_at IS NOT NULL;

-- Who follows, up to which number each has applied, and when each last asked.
CREATE TABLE feed_follower (
  name text PRIMARY KEY,
  acknowledged bigint NOT NULL,
  seen_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- What an earlier request with the same Idempotency-Key created.
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
