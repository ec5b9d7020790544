-- What this service knows of people and teams, kept by their feeds. No foreign keys: what one feed tells may arrive
-- before what another does.
CREATE TABLE person (
    id uuid PRIMARY KEY,
    username text,
    display_name text,
    avatar_url text,
    deleted boolean NOT NULL DEFAULT false
);
CREATE TABLE person_rebuild (LIKE person INCLUDING ALL);

CREATE TABLE ended_session (
    sid uuid PRIMARY KEY,
    until timestamptz
);
CREATE TABLE ended_session_rebuild (LIKE ended_session INCLUDING ALL);

CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    jwk text NOT NULL
);
CREATE TABLE signing_key_rebuild (LIKE signing_key INCLUDING ALL);

CREATE TABLE team (
    id uuid PRIMARY KEY,
    name text
);
CREATE TABLE team_rebuild (LIKE team INCLUDING ALL);

-- The key leads with the person, since every request asks for the caller's memberships.
CREATE TABLE member (
    person_id uuid NOT NULL,
    team_id uuid NOT NULL,
    role text NOT NULL,
    membership_id uuid NOT NULL,
    PRIMARY KEY (person_id, team_id)
);
CREATE TABLE member_rebuild (LIKE member INCLUDING ALL);

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

-- Who may have lost the right to hold tasks, noted with the change itself and worked off at the feed's head.
-- No person: the team itself is gone.
CREATE TABLE departure (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    team_id uuid NOT NULL,
    person_id uuid
);
