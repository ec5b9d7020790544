#!/bin/sh
# Removes what the services keep in Redis, by prefix, without stopping the server for it. Nothing there is needed: caches fill
# again, and limits are counted anew. Settings: REDIS_HOST, REDIS_PORT, REDIS_PASSWORD_FILE, PREFIX.
set -eu
[ -z "${REDIS_PASSWORD_FILE:-}" ] || REDISCLI_AUTH="$(cat "$REDIS_PASSWORD_FILE")"
export REDISCLI_AUTH="${REDISCLI_AUTH:-}"
cli="$(command -v valkey-cli || command -v redis-cli)"
run() { "$cli" -h "${REDIS_HOST:-redis}" -p "${REDIS_PORT:-6379}" "$@"; }
prefix="${PREFIX:-tasktracker:}"
# The program ends well even where it is refused, so what it says counts.
[ "$(run ping)" = PONG ] || { echo "Redis does not answer, or not to this password" >&2; exit 1; }
echo "before: $(run --scan --pattern "$prefix*" | wc -l) keys under $prefix"
run --scan --pattern "$prefix*" | while read -r key; do
  printf 'UNLINK "%s"\n' "$key"
done | run >/dev/null
echo "after: $(run --scan --pattern "$prefix*" | wc -l) keys"
