-- How many teams somebody owns, which has a limit.
CREATE INDEX team_by_owner ON team (owner_id);

-- Who has invited somebody within the last day, which has a limit: told apart from the invitations, since those go with
-- their team.
CREATE TABLE invitation_made (
    id uuid PRIMARY KEY,
    invited_by uuid NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX invitation_made_by ON invitation_made (invited_by, made_at);
CREATE INDEX invitation_made_at ON invitation_made (made_at);

INSERT INTO invitation_made (id, invited_by, made_at)
SELECT id, invited_by, created_at FROM invitation WHERE created_at > clock_timestamp() - interval '1 day';
