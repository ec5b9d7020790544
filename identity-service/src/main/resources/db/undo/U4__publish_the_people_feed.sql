DROP TABLE feed_follower;
DROP TABLE feed;
DROP TABLE feed_head;
DELETE FROM flyway_schema_history WHERE version = '4';
