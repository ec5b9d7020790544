-- The purge of what was deleted too long ago, whatever its team. Nothing that is live is in these.
CREATE INDEX task_purge ON task (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX board_purge ON board (deleted_at) WHERE deleted_at IS NOT NULL;

-- The tasks of a list whatever their state: where a list is deleted the database makes sure that none is left, and the
-- trash is told to stand elsewhere.
CREATE INDEX task_of_list ON task (list_id);
