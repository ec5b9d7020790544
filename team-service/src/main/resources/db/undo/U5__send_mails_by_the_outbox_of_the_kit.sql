INSERT INTO mail (id, purpose, invitation_id, due_at)
SELECT id, purpose, about, due_at FROM outbox WHERE about IS NOT NULL;
DROP TABLE outbox_receipt;
DROP TABLE outbox;
DELETE FROM flyway_schema_history WHERE version = '5';
