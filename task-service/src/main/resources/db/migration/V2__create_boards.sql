-- In the order in which they are meant, which is the order of comparison.
CREATE TYPE task_status AS ENUM ('todo', 'in_progress', 'in_review', 'done', 'cancelled');
CREATE TYPE task_priority AS ENUM ('low', 'medium', 'high', 'urgent');

CREATE TABLE board (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    -- The name in lower case, by which boards are ordered; made by the service, since lower() depends on the locale.
    name_key text COLLATE "C" NOT NULL,
    description text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    UNIQUE (id, team_id)
);
-- GET /boards: the boards of the caller's teams (tens a team, so that they are sorted when read), and the deleted
-- boards of a team, whose tasks are left out of every list.
CREATE INDEX board_of_team ON board (team_id);

-- The counter that numbers what happens on a board, taken last in each transaction. A row of its own, so that nothing
-- else waits for it.
CREATE TABLE board_head (
    board_id uuid PRIMARY KEY REFERENCES board ON DELETE CASCADE,
    seq bigint NOT NULL DEFAULT 0,
    -- Up to this number the log has been cut.
    cut bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

CREATE TABLE board_list (
    id uuid PRIMARY KEY,
    board_id uuid NOT NULL,
    team_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    status task_status,
    task_limit integer CHECK (task_limit BETWEEN 1 AND 1000),
    position text COLLATE "C" NOT NULL,
    -- How many live tasks stand in it, kept by each change of them: counting would cost more with each task.
    task_count integer NOT NULL DEFAULT 0 CHECK (task_count >= 0),
    -- The whole part of the last position that was given out at its end.
    tail bigint NOT NULL DEFAULT 1000000000000,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    UNIQUE (id, board_id, team_id),
    -- The lists of a board in their order.
    UNIQUE (board_id, position),
    FOREIGN KEY (board_id, team_id) REFERENCES board (id, team_id) ON DELETE CASCADE
) WITH (fillfactor = 50);
