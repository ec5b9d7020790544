-- What a service that follows feeds has in its schema: copy this into its first migration.
-- Undo: DROP TABLE feed_cursor;
-- The runtime role needs SELECT, INSERT and UPDATE on it.
--
-- Each table that a projection keeps has a twin into which the feed is read anew, and no foreign key and no unique
-- constraint besides its primary key; the runtime role needs SELECT, INSERT, UPDATE and DELETE on both:
--   CREATE TABLE person_rebuild (LIKE person INCLUDING ALL);

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
