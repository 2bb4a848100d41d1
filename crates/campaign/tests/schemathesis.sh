#!/bin/sh
# Tries everything that the OpenAPI document allows on a running service, signed in as candidate and as administrator, and
# much that it does not: no answer may be a server error or contradict the document. The campaign is open, the candidate has a
# record, and with PHOTO, a JPEG that the check accepts, a photo in review.
# Usage: crates/campaign/tests/schemathesis.sh PRECHECK-CAMPAIGN PRECHECK-SIMULATOR [PHOTO]. Needs python3 with venv and pip,
# curl.
set -eu
version=4.32.5
campaign=$(realpath "$1") simulator=$(realpath "$2") photo=${3:+$(realpath "$3")}
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
sed -e 's/^opens = 2022-/opens = 2000-/' -e 's/^closes = 2022-/closes = 2100-/' \
    -e 's/^recollection_deadline = 2022-/recollection_deadline = 2100-/' crates/campaign/campaign.toml >"$folder/campaign.toml"
"$campaign" create "$folder/campaign.toml" >"$folder/created"
printf '学历层次,姓名,证件类型,证件号码,学号\n本科,王梦梦,居民身份证,110101199003070011,0501110001\n' >"$folder/roster.csv"
"$campaign" import beijing-zikao-2022 "$folder/roster.csv" >"$folder/imported"
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
ask() {
    curl --silent --show-error --fail-with-body --output "$folder/answer" --header "Cookie: $cookies" --request "$1" \
        --header "Content-Type: $3" --data-binary "$4" "$address$2"
}
ask POST /api/v1/phone application/json '{"wechat_code":"13901234567.1"}'
ask POST /api/v1/collections application/json '{"campaign":"beijing-zikao-2022","level":"本科","name":"王梦梦",
    "id_type":"resident-id","id_number":"110101199003070011","consents":{"personal_information":true,"photo":true}}'
ask POST /api/v1/collection/confirmation application/json '{"correct":true}'
ask POST /api/v1/collection/reminder application/json '{}'
if [ -n "$photo" ]; then
    ask PUT /api/v1/collection/photo image/jpeg "@$photo"
    curl --silent --fail --header "Cookie: $cookies" "$address/api/v1/staff/reviews/next?count=1" | grep -q '"id"'
fi

# The seed makes a finding repeatable. Signing out would leave the rest of the run without its cookies; a campaign's file is
# TOML, which schemathesis cannot write.
"$tools/bin/st" run "$address/api/v1/openapi.json" --seed 1 --max-examples "${EXAMPLES:-20}" --header "Cookie: $cookies" \
    --exclude-operation-id sign_out --exclude-operation-id staff_sign_out --exclude-operation-id create_campaign \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance
! grep -E '"level":"ERROR"' "$folder/log"
