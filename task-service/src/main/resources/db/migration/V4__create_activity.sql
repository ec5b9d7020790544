-- All that happens on a board, numbered without a gap in the order of commits: the log that event streams are read
-- from, and the activity of each task. Rows are never changed.
CREATE TABLE activity (
    board_id uuid NOT NULL REFERENCES board ON DELETE CASCADE,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    task_id uuid,
    comment_id uuid,
    list_id uuid,
    -- Null: nobody in particular, as when an assignee left the team.
    actor uuid,
    -- [{field, from, to}]
    changes json NOT NULL,
    -- Of the resource that was changed.
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    -- Whether it belongs to the task's activity. A move to another board is told on both and belongs there once.
    of_task boolean NOT NULL,
    PRIMARY KEY (board_id, seq)
);
-- GET /tasks/{id}/activity: a task's version orders what happened to it.
CREATE INDEX activity_of_task ON activity (task_id, version) WHERE of_task;
