CREATE TABLE task (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL,
    board_id uuid NOT NULL,
    list_id uuid NOT NULL,
    position text COLLATE "C" NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    -- The title in lower case, by which tasks are ordered; made by the service, since lower() depends on the locale.
    title_key text COLLATE "C" NOT NULL,
    description text,
    status task_status NOT NULL,
    priority task_priority NOT NULL,
    assigned_to uuid,
    -- The membership under which it was assigned: whoever leaves and comes back has another one.
    assignee_membership uuid,
    labels text[] NOT NULL DEFAULT '{}',
    due_date timestamptz,
    comment_count integer NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    completed_at timestamptz,
    deleted_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    CHECK ((assigned_to IS NULL) = (assignee_membership IS NULL)),
    FOREIGN KEY (list_id, board_id, team_id) REFERENCES board_list (id, board_id, team_id)
);

-- The order of a list, and that no two of its tasks share a place. GET /tasks?list=…&ordering=position.
CREATE UNIQUE INDEX task_place ON task (list_id, position) WHERE deleted_at IS NULL;

-- GET /tasks reads each page off an index that carries filter and order, at most page + 1 entries a team: five
-- orderings, each alone or with one of status, assignee, board. Deleted tasks are in none of them.
CREATE INDEX task_by_created ON task (team_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_by_updated ON task (team_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_by_due ON task (team_id, due_date, id) WHERE deleted_at IS NULL;
CREATE INDEX task_by_priority ON task (team_id, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX task_by_title ON task (team_id, title_key, id) WHERE deleted_at IS NULL;

CREATE INDEX task_of_status_by_created ON task (team_id, status, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_status_by_updated ON task (team_id, status, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_status_by_due ON task (team_id, status, due_date, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_status_by_priority ON task (team_id, status, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_status_by_title ON task (team_id, status, title_key, id) WHERE deleted_at IS NULL;

-- These also find the tasks to be unassigned when somebody leaves.
CREATE INDEX task_of_assignee_by_created ON task (team_id, assigned_to, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_assignee_by_updated ON task (team_id, assigned_to, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_assignee_by_due ON task (team_id, assigned_to, due_date, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_assignee_by_priority ON task (team_id, assigned_to, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_assignee_by_title ON task (team_id, assigned_to, title_key, id) WHERE deleted_at IS NULL;

CREATE INDEX task_of_board_by_created ON task (team_id, board_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_board_by_updated ON task (team_id, board_id, updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_board_by_due ON task (team_id, board_id, due_date, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_board_by_priority ON task (team_id, board_id, priority, id) WHERE deleted_at IS NULL;
CREATE INDEX task_of_board_by_title ON task (team_id, board_id, title_key, id) WHERE deleted_at IS NULL;

-- GET /tasks?deleted=true and the purge.
CREATE INDEX task_trash ON task (team_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- What a live task can be found by, made by the service: its team, its labels and the words of title and description.
-- A table of its own, so that a change of anything else does not write them again.
CREATE TABLE task_terms (
    task_id uuid PRIMARY KEY REFERENCES task ON DELETE CASCADE,
    terms tsvector NOT NULL
);
-- GET /tasks?search=… and ?label=…, within the caller's teams, since the team is one of the terms.
CREATE INDEX task_terms_found ON task_terms USING gin (terms);

CREATE TABLE comment (
    id uuid PRIMARY KEY,
    task_id uuid NOT NULL REFERENCES task ON DELETE CASCADE,
    team_id uuid NOT NULL,
    body text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT 1
);
-- GET /tasks/{id}/comments.
CREATE INDEX comment_of_task ON comment (task_id, created_at, id);
