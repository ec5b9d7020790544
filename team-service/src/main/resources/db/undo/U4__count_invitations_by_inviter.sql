DROP INDEX invitation_by_inviter;
DELETE FROM flyway_schema_history WHERE version = '4';
