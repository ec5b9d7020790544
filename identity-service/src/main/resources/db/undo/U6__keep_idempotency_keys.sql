DROP TABLE idempotency_key;
DELETE FROM flyway_schema_history WHERE version = '6';
