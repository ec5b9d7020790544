ALTER TABLE departure DROP COLUMN at_head;
DELETE FROM flyway_schema_history WHERE version = '6';
