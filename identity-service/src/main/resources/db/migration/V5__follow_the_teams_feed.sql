-- What this service knows of teams, by their feed.
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

CREATE TABLE team (
    id uuid PRIMARY KEY,
    name text,
    owner_id uuid
);
CREATE TABLE member (
    team_id uuid,
    person_id uuid,
    role text,
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX member_person ON member (person_id, team_id);

CREATE TABLE team_rebuild (LIKE team INCLUDING ALL);
CREATE TABLE member_rebuild (LIKE member INCLUDING ALL);
