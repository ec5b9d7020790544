-- Those that have ended too: the end of one that ended a moment ago is told again, and a closed account's are removed.
CREATE INDEX session_user_id ON session (user_id);
