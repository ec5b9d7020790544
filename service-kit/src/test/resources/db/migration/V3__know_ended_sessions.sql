CREATE TABLE ended_session (sid uuid PRIMARY KEY, until timestamptz NOT NULL);
