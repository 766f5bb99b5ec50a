#!/usr/bin/env bash
# Samspor's own Redis: broker and cache, under var/, reached by a unix socket only.
# usage: scripts/redis.sh start|stop|status|url|cli [ARGUMENTS]
#   SAMSPOR_VAR   where it lies (var/; the tests use var/test)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
var=${SAMSPOR_VAR:-$root/var}
mkdir -p "$var" && var=$(cd "$var" && pwd)
key=$(printf %s "$var" | sha1sum | cut -c1-10)
place=$var/redis

fail() { printf 'Redis: %s\n' "$*" >&2; exit 1; }
for program in redis-server redis-cli; do
  command -v "$program" >/dev/null || fail "$program is not installed. Run: make setup"
done

mkdir -p "$place"
directory=$place/run
[ $((${#directory} + 11)) -lt 107 ] || directory=/tmp/samspor-redis-$key
socket=$directory/redis.sock
url="unix://$(printf %s "$socket" | sed 's/%/%25/g; s/ /%20/g; s/?/%3F/g; s/#/%23/g')"

cli() { redis-cli -s "$socket" "$@" 9>&-; }
alive() { [ -S "$socket" ] && [ "$(cli ping 2>/dev/null)" = PONG ]; }

start() {
  exec 9>"$place/.lock"
  flock 9 # two starters: the second waits, then finds it up
  mkdir -p -m 700 "$directory"
  { [ ! -L "$directory" ] && [ "$(stat -c %u:%a "$directory")" = "$(id -u):700" ]; } ||
    fail "$directory belongs to somebody else or is open to others. Remove it, then start again."
  if ! alive; then
    cat >"$place/redis.conf" <<CONF
port 0
unixsocket "$socket"
unixsocketperm 700
dir "$place"
pidfile "$place/redis.pid"
logfile "$place/redis.log"
daemonize yes
# Waiting work survives a crash, and nothing is thrown out to make room.
appendonly yes
save ""
maxmemory 256mb
maxmemory-policy noeviction
CONF
    redis-server "$place/redis.conf" >/dev/null 9>&- || fail "did not start; $place/redis.log says why."
    for _ in $(seq 100); do alive && break; sleep 0.1; done
    alive || fail "did not answer within 10 seconds; $place/redis.log says why."
  fi
  echo "$url" >"$place/url"
}

stop() {
  exec 9>"$place/.lock"
  flock 9
  alive || return 0
  cli shutdown >/dev/null 2>&1 || true
  for _ in $(seq 100); do alive || return 0; sleep 0.1; done
  fail "did not stop within 10 seconds."
}

case ${1:-} in
  start) start && echo "$url" ;;
  stop) stop ;;
  status) alive && echo "Redis is up: $url" || { echo "Redis is not running"; exit 3; } ;;
  url) echo "$url" ;;
  cli) shift; exec redis-cli -s "$socket" "$@" ;;
  *) fail "usage: scripts/redis.sh start|stop|status|url|cli" ;;
esac
