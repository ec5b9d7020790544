CREATE TABLE note (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    body text,
    due_date timestamptz,
    version bigint NOT NULL
);
CREATE TABLE signing_key (kid text PRIMARY KEY, jwk text NOT NULL);
