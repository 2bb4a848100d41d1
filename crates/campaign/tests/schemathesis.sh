#!/bin/sh
# Tries everything that the OpenAPI document allows on a running service, signed in as candidate and as administrator, and
# much that it does not: no answer may be a server error or contradict the document.
# Usage: crates/campaign/tests/schemathesis.sh PRECHECK-CAMPAIGN PRECHECK-SIMULATOR. Needs python3 with venv and pip, curl.
set -eu
version=4.32.5
campaign=$(realpath "$1") simulator=$(realpath "$2")
cd "$(dirname "$0")/../../.."
tools=target/tools/schemathesis-$version
[ -x "$tools/bin/st" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "schemathesis==$version"; }

folder=$(mktemp --directory)
export PRECHECK_SERVER__LOG=warn PRECHECK_CAMPAIGN__DATA="$folder/data" PRECHECK_CAMPAIGN__TRIES_PER_ADDRESS=1000000
export PRECHECK_CAMPAIGN__CODES_PER_PHONE=1000000 PRECHECK_CAMPAIGN__TRIES_PER_ACCOUNT=1000000
"$simulator" --listen 127.0.0.1:0 >"$folder/simulator" &
providers=$!
trap 'kill "$providers" ${service:-}; wait; rm -r "$folder"' EXIT
until [ -s "$folder/simulator" ]; do kill -0 "$providers" || exit 1; sleep 0.1; done
PRECHECK_CAMPAIGN__WECHAT=$(cat "$folder/simulator") PRECHECK_CAMPAIGN__SMS=$(cat "$folder/simulator")
export PRECHECK_CAMPAIGN__WECHAT PRECHECK_CAMPAIGN__SMS
"$campaign" create crates/campaign/campaign.toml >"$folder/created"
"$campaign" staff add admin --role admin >"$folder/admin"
"$campaign" serve --listen 127.0.0.1:0 >"$folder/address" 2>"$folder/log" &
service=$!
until [ -s "$folder/address" ]; do kill -0 "$service" || exit 1; sleep 0.1; done
address=$(cat "$folder/address")

sign_in() {
    curl --silent --show-error --fail-with-body --dump-header - --header 'Content-Type: application/json' \
        --data "$2" "$address$1" | sed -n 's/^set-cookie: \([^;]*\);.*/\1/ip'
}
body=$(python3 crates/campaign/tests/sign_in.py "$folder/admin")
cookies="$(sign_in /api/v1/sessions '{"wechat_code":"a.1"}'); $(sign_in /api/v1/staff/sessions "$body")"

# The seed makes a finding repeatable. Signing out would leave the rest of the run without its cookies; a campaign's file is
# TOML, which schemathesis cannot write.
"$tools/bin/st" run "$address/api/v1/openapi.json" --seed 1 --max-examples "${EXAMPLES:-20}" --header "Cookie: $cookies" \
    --exclude-operation-id sign_out --exclude-operation-id staff_sign_out --exclude-operation-id create_campaign \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
! grep -E '"level":"ERROR"' "$folder/log"
