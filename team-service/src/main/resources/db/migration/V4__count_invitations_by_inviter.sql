-- How many somebody made today, which has a limit.
CREATE INDEX invitation_by_inviter ON invitation (invited_by, created_at);
