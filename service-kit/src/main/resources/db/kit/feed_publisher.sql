-- What a service that publishes a feed has in its schema: copy this into its first migration.
-- Undo: DROP TABLE feed_follower; DROP TABLE feed; DROP TABLE feed_head;
-- The runtime role needs SELECT and UPDATE on feed_head, SELECT, INSERT, UPDATE and DELETE on the others.

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

-- Who follows, up to which number each has applied, when each last asked, and when it last acknowledged something
-- more, or all that there was.
CREATE TABLE feed_follower (
  name text PRIMARY KEY,
  acknowledged bigint NOT NULL,
  seen_at timestamptz NOT NULL,
  acknowledged_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);
