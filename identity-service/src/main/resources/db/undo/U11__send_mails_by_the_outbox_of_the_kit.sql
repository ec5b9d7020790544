INSERT INTO mail (id, purpose, address, user_id, username, created_at, next_attempt_at)
SELECT o.id, o.purpose, o.address, CASE o.purpose WHEN 'verify_email' THEN o.about END,
       CASE WHEN o.purpose IN ('email_changing', 'password_changed') THEN u.username END,
       clock_timestamp(), o.due_at
  FROM outbox o LEFT JOIN users u ON u.id = o.about
ON CONFLICT DO NOTHING;
DROP TABLE outbox_receipt;
DROP TABLE outbox;
DELETE FROM flyway_schema_history WHERE version = '11';
