#!/usr/bin/env bash
# Samspor's own PostgreSQL: a private cluster under var/, reached by a unix socket only.
# usage: scripts/pg.sh start|stop|status|url|psql [ARGUMENTS]|remove
#   SAMSPOR_VAR         where it lies (var/; the tests use var/test)
#   SAMSPOR_DISPOSABLE  1: fast and careless, for the tests' databases
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # runuser's place
root=$(cd "$(dirname "$0")/.." && pwd)
var=${SAMSPOR_VAR:-$root/var}
mkdir -p "$var" && var=$(cd "$var" && pwd)
key=$(printf %s "$var" | sha1sum | cut -c1-10)

fail() { printf 'PostgreSQL: %s\n' "$*" >&2; exit 1; }

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /missing/initdb)")
[ -x "$bin/initdb" ] || fail "not installed. Run: make setup"

# PostgreSQL refuses to run as root; Debian's own user takes its place.
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || fail "there is no user called postgres. Run: apt-get install postgresql"
  as() { (cd / && exec runuser -u "$user" -- "$@"); } # from where that user may stand
else
  user=$(id -un)
  as() { "$@"; }
fi

mkdir -p "$var/pg"
chmod go+x "$var" "$var/pg" 2>/dev/null || true

# The cluster lies under var/, unless its user may not go there (a home directory closed to others).
place=$var/pg
as test -x "$place" || place=/var/lib/samspor-$key
# A socket's path has to be shorter than 107 bytes; where var/ is too deep, a private directory
# under /tmp takes its place.
socket=$place/run
[ $((${#socket} + 15)) -lt 107 ] || socket=/tmp/samspor-pg-$key
data=$place/data
url="postgresql://app@/app?host=$(printf %s "$socket" | sed 's/%/%25/g; s/ /%20/g; s/+/%2B/g; s/&/%26/g; s/#/%23/g')"

make_private() {
  mkdir -p -m 700 "$1"
  [ "$(id -u)" != 0 ] || [ -L "$1" ] || [ "$(stat -c %U "$1")" != root ] || chown "$user" "$1"
  { [ ! -L "$1" ] && [ "$(stat -c %U:%a "$1")" = "$user:700" ]; } ||
    fail "$1 belongs to somebody else or is open to others. Remove it, then start again."
}
alive() { as "$bin/pg_isready" -q -h "$socket" -U app; }
sql() { as "$bin/psql" -X -q -h "$socket" -U app -d postgres -tAc "$1" 9>&-; }
postmaster() { # prints the process id, if that process is alive and no zombie
  local pid
  pid=$(as head -1 "$data/postmaster.pid" 2>/dev/null) || return 1
  case $(ps -o stat= -p "$pid" 2>/dev/null) in Z* | "") return 1 ;; *) echo "$pid" ;; esac
}

start() {
  mkdir -p "$place"
  exec 9>"$var/pg/.lock"
  flock 9 # two starters: the second waits, then finds it up
  make_private "$socket"
  if ! alive; then
    local settings="-c listen_addresses='' -c unix_socket_directories='$socket' -c max_connections=100
      -c timezone=UTC -c log_timezone=UTC -c lc_messages=C -c jit=off -c random_page_cost=1.1
      -c work_mem=16MB -c max_wal_size=2GB -c shared_preload_libraries=pg_stat_statements"
    [ -z "${SAMSPOR_DISPOSABLE:-}" ] ||
      settings="$settings -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    make_private "$data"
    if ! as test -s "$data/PG_VERSION"; then
      as "$bin/initdb" -D "$data" -U app --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --auth-host=reject >"$var/pg/initdb.log" 2>&1 9>&- ||
        fail "could not make a cluster; $var/pg/initdb.log says why."
    fi
    local have
    have=$(as cat "$data/PG_VERSION")
    [ "$have" = "$("$bin/postgres" -V | grep -oE '[0-9]+' | head -1)" ] ||
      fail "$data was made by version $have, and only $("$bin/postgres" -V) is installed. Install that version, or move the directory away for an empty one."
    # A killed server stays a zombie for a moment, and until then pg_ctl believes it runs.
    local try
    for try in 1 2 3 4 5 6 7 8 9 10; do
      ! postmaster >/dev/null || alive || sleep 1
      alive && break
      as "$bin/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" -o "${settings//$'\n'/ }" start >/dev/null 2>&1 9>&- && break
      [ "$try" != 10 ] || fail "did not start. Its last words: $(as tail -3 "$data/server.log" 2>/dev/null)"
      sleep 1
    done
    if [ -n "${SAMSPOR_DISPOSABLE:-}" ]; then # what test runs that were killed left behind
      for left in $(sql "SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'"); do sql "DROP DATABASE \"$left\""; done
    fi
  fi
  [ "$(sql "SELECT 1 FROM pg_database WHERE datname = 'app'")" = 1 ] || sql "CREATE DATABASE app"
  echo "$url" >"$var/pg/url"
}

stop() {
  exec 9>"$var/pg/.lock"
  flock 9
  postmaster >/dev/null || return 0
  as "$bin/pg_ctl" -D "$data" -m fast -w -t 60 stop >/dev/null 9>&-
}

case ${1:-} in
  start) start && echo "$url" ;;
  stop) stop ;;
  status) alive && echo "PostgreSQL is up: $url" || { echo "PostgreSQL is not running"; exit 3; } ;;
  url) echo "$url" ;;
  remove) stop && rm -rf "$data" "$socket" "$var/pg" && { [ "$place" = "$var/pg" ] || rm -rf "$place"; } ;;
  psql) shift; exec "$bin/psql" "$url" "$@" ;;
  *) fail "usage: scripts/pg.sh start|stop|status|url|psql|remove" ;;
esac
