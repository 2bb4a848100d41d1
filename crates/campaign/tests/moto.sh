#!/bin/sh
# An S3 server of its own for the tests, moto: `moto.sh start FOLDER` prints the address of an empty bucket for PRECHECK_S3,
# `moto.sh stop FOLDER` ends it. Needs python3 with venv and pip, curl.
set -eu
version=5.2.5
folder=$2
case $1 in
start)
    cd "$(dirname "$0")/../../.."
    tools=$PWD/target/tools/moto-$version
    [ -x "$tools/bin/moto_server" ] ||
        { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "moto[s3,server]==$version"; } >&2
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    mkdir -p "$folder"
    "$tools/bin/moto_server" --host 127.0.0.1 --port "$port" >"$folder/log" 2>&1 &
    echo $! >"$folder/pid"
    until curl --silent --fail --output "$folder/bucket" --request PUT "http://127.0.0.1:$port/photos"; do
        kill -0 "$(cat "$folder/pid")" || exit 1
        sleep 0.1
    done
    echo "http://127.0.0.1:$port/photos"
    ;;
stop) kill "$(cat "$folder/pid")" ;;
esac
