-- Whoever adds rows, that is the runtime role, might change them as well.
DO $$
DECLARE
    writer name;
BEGIN
    FOR writer IN
        SELECT grantee FROM information_schema.role_table_grants
        WHERE table_schema = current_schema() AND table_name = 'activity' AND privilege_type = 'INSERT'
    LOOP
        EXECUTE format('GRANT UPDATE ON activity TO %I', writer);
    END LOOP;
END
$$;
DELETE FROM flyway_schema_history WHERE version = '12';
