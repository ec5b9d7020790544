-- How often the name of any board, list or person has changed. Whoever keeps names in memory reads it along with what it
-- shows, and forgets what it keeps where this has grown: it is raised by the transaction that changes a name.
CREATE TABLE name_changes (
    count bigint NOT NULL
) WITH (fillfactor = 20);
INSERT INTO name_changes (count) VALUES (0);

CREATE FUNCTION note_name_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    -- A statement that puts rows and finds all of them as they are has changed none.
    IF TG_LEVEL = 'STATEMENT' THEN
        IF NOT EXISTS (SELECT FROM changed) THEN
            RETURN NULL;
        END IF;
    END IF;
    UPDATE name_changes SET count = count + 1;
    RETURN NULL;
END $$;

CREATE TRIGGER board_renamed AFTER UPDATE OF name ON board
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_name_change();
CREATE TRIGGER board_list_renamed AFTER UPDATE OF name ON board_list
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_name_change();
-- The feed puts people many at a time, and only those that have changed.
CREATE TRIGGER people_changed AFTER UPDATE ON person
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_name_change();
CREATE TRIGGER people_removed AFTER DELETE ON person
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_name_change();
