#!/usr/bin/env bash
# Makes the services' roles and schemas in a new server, by roles.sql. Passwords are files in $SECRETS.
# The image runs it once, when the data folder is made; it may be run again by hand, to change passwords.
set -euo pipefail
secrets="${SECRETS:-/run/secrets}"
roles="${ROLES_SQL:-/opt/roles.sql}"
{
  for service in identity team task; do
    upper="${service^^}"
    for role in "$service:${upper}_DB_PASSWORD" "${service}_owner:${upper}_DB_MIGRATION_PASSWORD"; do
      password="$(<"$secrets/${role#*:}")"
      printf "\\\\o /dev/null\nSELECT set_config('tasktracker.%s_password', '%s', false);\n\\\\o\n" \
        "${role%%:*}" "${password//\'/\'\'}"
    done
  done
  cat "$roles"
} | psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --single-transaction --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-tasktracker}"
