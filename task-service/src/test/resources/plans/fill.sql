-- Tasks for reading plans: ${tasks} in 100 teams of four boards of three lists each. The first of the two callers is in
-- one team, the second in fifty.
CREATE FUNCTION made_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT ('01900000-0000-7000-8' || lpad(kind::text, 3, '0') || '-' || lpad(to_hex(n), 12, '0'))::uuid $$;

INSERT INTO person (id, username, display_name) SELECT made_id(1, n), 'person' || n, 'Person ' || n
FROM generate_series(0, 199) n;
INSERT INTO team (id, name) SELECT made_id(2, n), 'Team ' || n FROM generate_series(0, 99) n;
INSERT INTO member (person_id, team_id, role, membership_id)
SELECT made_id(1, p), made_id(2, t), 'member', made_id(3, t * 200 + p)
FROM generate_series(0, 99) t CROSS JOIN generate_series(0, 199) p
WHERE (p = 0 AND t = 7) OR (p = 1 AND t < 50) OR (p > 1 AND p % 10 = t % 10);
INSERT INTO feed_cursor (feed, read_at) VALUES ('people', 'infinity'), ('teams', 'infinity');

INSERT INTO board (id, team_id, name, name_key, created_by, created_at, updated_at)
SELECT made_id(4, t * 4 + b), made_id(2, t), 'Board ' || b, 'board ' || b, made_id(1, 1), now(), now()
FROM generate_series(0, 99) t CROSS JOIN generate_series(0, 3) b;
INSERT INTO board_head (board_id) SELECT id FROM board;
INSERT INTO board_list (id, board_id, team_id, name, position, created_by, created_at, updated_at)
SELECT made_id(5, (t * 4 + b) * 3 + l), made_id(4, t * 4 + b), made_id(2, t), 'List ' || l, 'a' || l, made_id(1, 1),
    now(), now()
FROM generate_series(0, 99) t CROSS JOIN generate_series(0, 3) b CROSS JOIN generate_series(0, 2) l;

-- Indexes are made anew once all is there, which is much faster.
CREATE TEMPORARY TABLE made_again AS
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'task' AND tablename = 'task' AND indexdef NOT LIKE '%UNIQUE%';
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT indexname FROM made_again LOOP EXECUTE 'DROP INDEX task.' || name; END LOOP;
END $$;
INSERT INTO task (id, team_id, board_id, list_id, position, title, title_key, description, status, priority,
    assigned_to, assignee_membership, labels, due_date, created_by, created_at, updated_at, deleted_at)
SELECT made_id(6, n), made_id(2, n % 100), made_id(4, n % 100 * 4 + n / 100 % 4),
    made_id(5, (n % 100 * 4 + n / 100 % 4) * 3 + n / 400 % 3), (1000000000000 + n)::text, 'Task ' || md5(n::text),
    'task ' || md5(n::text), repeat('What is to be done. ', (n % 20)::int),
    (ARRAY['todo', 'in_progress', 'in_review', 'done', 'cancelled'])[n / 100 % 5 + 1]::task_status,
    (ARRAY['low', 'medium', 'high', 'urgent'])[n / 300 % 4 + 1]::task_priority,
    CASE WHEN n / 100 % 4 > 0 THEN made_id(1, n / 1000 % 190 + 2) END,
    CASE WHEN n / 100 % 4 > 0 THEN made_id(3, n / 1000 % 190 + 2) END,
    ARRAY['label' || n / 100 % 10], CASE WHEN n / 100 % 3 > 0 THEN
        '2026-01-01T00:00:00Z'::timestamptz + make_interval(mins => (n * 7919 % 500000)::int) END,
    made_id(1, 1), '2025-01-01T00:00:00Z'::timestamptz + make_interval(secs => n),
    '2025-01-01T00:00:00Z'::timestamptz + make_interval(secs => n + n * 104729 % 1000000),
    CASE WHEN n / 100 % 50 = 0 THEN '2026-01-01T00:00:00Z'::timestamptz END
FROM generate_series(0::bigint, ${tasks} - 1) n;
DO $$
DECLARE definition text;
BEGIN
    FOR definition IN SELECT indexdef FROM made_again LOOP EXECUTE definition; END LOOP;
END $$;
INSERT INTO task_terms (task_id, terms)
SELECT id, array_to_tsvector(ARRAY[CASE WHEN deleted_at IS NULL THEN 't' ELSE 'd' END || team_id, 'l' || labels[1],
    'wtask', 'w' || substr(title_key, 6, 3), 'w' || substr(title_key, 9, 4)])
FROM task;
