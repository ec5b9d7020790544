-- The services' roles and schemas in the database that one is connected to, and who may do what there. May be run again
-- at any time. Each service has a schema of its name, an owner role (<service>_owner) that migrates it, and a runtime role
-- (<service>) that may read and write rows but not change tables. None of them can reach another's schema.
--
-- To be run by a superuser in one transaction. The passwords are settings of the session, so that they need no quoting:
--   SELECT set_config('tasktracker.identity_password', '…', false);  and likewise identity_owner_password, team_password,
--   team_owner_password, task_password, task_owner_password
-- A role whose setting is missing keeps the password that it has; a new one has none, and cannot log in until it is given one.

DO $$
DECLARE
  service text;
  owner_role text;
  role_name text;
  password text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE ALL ON DATABASE postgres FROM PUBLIC;
  REVOKE ALL ON DATABASE template1 FROM PUBLIC;
  REVOKE ALL ON SCHEMA public FROM PUBLIC;

  FOREACH service IN ARRAY ARRAY['identity', 'team', 'task'] LOOP
    owner_role := service || '_owner';

    FOREACH role_name IN ARRAY ARRAY[service, owner_role] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I', role_name);
      END IF;
      EXECUTE format(
        'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
      password := current_setting('tasktracker.' || role_name || '_password', true);
      IF password <> '' THEN
        EXECUTE format('ALTER ROLE %I PASSWORD %L', role_name, password);
      END IF;
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role_name);
      EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', role_name, current_database(), service);
    END LOOP;

    -- What the services ask for their sessions too; a pooler in between passes none of that on.
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET statement_timeout = %L', service, current_database(), '5s');
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET lock_timeout = %L', service, current_database(), '3s');
    EXECUTE format(
      'ALTER ROLE %I IN DATABASE %I SET idle_in_transaction_session_timeout = %L', service, current_database(), '10s');

    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, owner_role);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, service);
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
      owner_role, service, service);
    EXECUTE format(
      'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT USAGE ON SEQUENCES TO %I',
      owner_role, service, service);
  END LOOP;

  EXECUTE format('ALTER ROLE task IN DATABASE %I SET plan_cache_mode = force_generic_plan', current_database());
  EXECUTE format('ALTER ROLE task IN DATABASE %I SET jit = off', current_database());
END
$$;
