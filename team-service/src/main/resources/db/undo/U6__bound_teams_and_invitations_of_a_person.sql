DROP TABLE invitation_made;
DROP INDEX team_by_owner;
DELETE FROM flyway_schema_history WHERE version = '6';
