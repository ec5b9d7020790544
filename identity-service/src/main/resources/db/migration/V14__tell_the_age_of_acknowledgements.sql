-- When a follower last acknowledged something more, or all that there was: seen_at moves whenever it asks.
ALTER TABLE feed_follower ADD COLUMN acknowledged_at timestamptz NOT NULL DEFAULT clock_timestamp();
