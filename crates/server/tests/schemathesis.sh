#!/bin/sh
# Tries everything that the OpenAPI document allows on a running server, and much that it does not: no answer may
# be a server error or contradict the document. Usage: crates/server/tests/schemathesis.sh PATH-OF-precheck-server
# Needs python3 with venv and pip.
set -eu
version=4.32.5
server=$(realpath "$1")
cd "$(dirname "$0")/../../.."
tools=target/tools/schemathesis-$version

[ -x "$tools/bin/st" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "schemathesis==$version"; }

folder=$(mktemp --directory)
address=$folder/address
PRECHECK_SERVER__LOG=warn "$server" --listen 127.0.0.1:0 --www "$folder" >"$address" &
running=$!
trap 'kill "$running"; rm -r "$folder"' EXIT
until [ -s "$address" ]; do kill -0 "$running" || exit 1; sleep 0.1; done

# The seed makes a finding repeatable. `positive_data_acceptance` and its opposite ask whether the schema
# says all; here a body of any bytes is a photo, and which profiles exist is data.
"$tools/bin/st" run "$(cat "$address")/api/v1/openapi.json" --seed 1 --max-examples "${EXAMPLES:-100}" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method
