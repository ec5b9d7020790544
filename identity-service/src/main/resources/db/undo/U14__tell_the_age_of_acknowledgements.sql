ALTER TABLE feed_follower DROP COLUMN acknowledged_at;
DELETE FROM flyway_schema_history WHERE version = '14';
