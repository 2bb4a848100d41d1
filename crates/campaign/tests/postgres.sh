#!/bin/sh
# A PostgreSQL server of its own for the tests: `postgres.sh start FOLDER` prints its address for PRECHECK_POSTGRES,
# `postgres.sh stop FOLDER` ends it. Prints nothing where PostgreSQL is not installed.
set -eu
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || exit 0
folder=$2
# PostgreSQL refuses to run as root.
as_user() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
case $1 in
start)
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir -p "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_user "cd '$folder' && '$programs/initdb' -D data -A trust -U postgres >log 2>&1 &&
        '$programs/pg_ctl' -D data -o '-k $folder -c listen_addresses=127.0.0.1 -p $port' -w -l log start >pg_ctl 2>&1"
    echo "postgres://postgres@127.0.0.1:$port"
    ;;
stop) as_user "'$programs/pg_ctl' -D '$folder/data' -m immediate stop >/dev/null" ;;
esac
