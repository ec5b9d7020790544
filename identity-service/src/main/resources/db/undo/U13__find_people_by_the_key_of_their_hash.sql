DROP INDEX feed_email_hash_key;
DELETE FROM flyway_schema_history WHERE version = '13';
