LOCK TABLE board, activity;
-- What happened on boards that have been purged since cannot be kept.
DELETE FROM activity a WHERE NOT EXISTS (SELECT FROM board b WHERE b.id = a.board_id);
ALTER TABLE activity
    ADD CONSTRAINT activity_board_id_fkey FOREIGN KEY (board_id) REFERENCES board ON DELETE CASCADE;
DELETE FROM flyway_schema_history WHERE version = '8';
