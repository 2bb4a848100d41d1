#!/bin/sh
# Walks a record's whole life by curl: campaign, roster, candidate, photo, fee, review, archive. Everything is made in a
# folder that is removed at the end. Usage: crates/campaign/walk.sh PRECHECK-CAMPAIGN PRECHECK-SIMULATOR PHOTO.JPG [PRECHECK]
# Needs curl and python3 (for JSON and one-time passwords). The photo must be one that the check does not refuse. PRECHECK,
# the command line program, evaluates the check on the reviewer's decisions.
set -eu
campaign=$(realpath "$1") simulator=$(realpath "$2") photo=$(realpath "$3")
precheck=${4:+$(realpath "$4")}
sample=$(realpath "$(dirname "$0")/campaign.toml") sign_in=$(realpath "$(dirname "$0")/tests/sign_in.py")
folder=$(mktemp --directory)
cd "$folder"

json() { python3 -c "import json, sys; print(eval('json.load(sys.stdin)' + sys.argv[1]))" "$1"; }
# ask COOKIE METHOD PATH [CURL ARGUMENTS …]: the body on success; the problem and an end otherwise.
ask() {
    cookie=$1 method=$2 path=$3
    shift 3
    curl --silent --show-error --fail-with-body --request "$method" --header "Cookie: $cookie" "$address$path" "$@"
}
# The cookie that signing in sets.
sign_in() {
    curl --silent --show-error --fail-with-body --dump-header - --header 'Content-Type: application/json' \
        --data "$2" "$address$1" | sed -n 's/^set-cookie: \([^;]*\);.*/\1/ip'
}
body() { ask "$1" "$2" "$3" --header 'Content-Type: application/json' --data "$4"; }

# 1. WeChat, WeChat Pay and the SMS vendor, on loopback.
"$simulator" --listen 127.0.0.1:0 >simulator &
providers=$!
trap 'kill $providers ${service:-}; wait; rm -r "$folder"' EXIT
until [ -s simulator ]; do sleep 0.1; done
providers_address=$(cat simulator)
curl --silent --fail "$providers_address/_control/merchant" >merchant.toml
# WeChat Pay needs to know before the start where its notices go.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
address=http://127.0.0.1:$port
export PRECHECK_CAMPAIGN__WECHAT="$providers_address" PRECHECK_CAMPAIGN__SMS="$providers_address"
export PRECHECK_CAMPAIGN__GATEWAY="$providers_address" PRECHECK_CAMPAIGN__MERCHANT="$folder/merchant.toml"
export PRECHECK_CAMPAIGN__PUBLIC_ADDRESS="$address" PRECHECK_SERVER__LOG=warn

# 2. A campaign that is open today, also in Beijing, a roster of one, a reviewer, the office.
from=$(date --date='yesterday' +%F) to=$(date --date='2 days' +%F) last=$(date --date='next week' +%F)
sed -e "s/^opens = .*T/opens = ${from}T/" -e "s/^closes = .*T/closes = ${to}T/" \
    -e "s/^recollection_deadline = .*T/recollection_deadline = ${last}T/" -e 's/^undo_seconds = .*/undo_seconds = 1/' \
    -e 's/^second_percent = .*/second_percent = 0/' -e 's/^fee_fen = .*/fee_fen = 3000/' "$sample" >campaign.toml
"$campaign" create campaign.toml
printf '学历层次,姓名,证件类型,证件号码,学号\n本科,王梦梦,居民身份证,110101199003070011,0501110001\n' >roster.csv
"$campaign" import beijing-zikao-2022 roster.csv
staff_body() {
    "$campaign" staff add "$1" --role "$1" >"$1"
    python3 "$sign_in" "$1"
}

# 3. The service.
"$campaign" serve --listen "127.0.0.1:$port" >service.address &
service=$!
until [ -s service.address ]; do kill -0 $service || exit 1; sleep 0.1; done
curl --silent --fail "$address/readyz"; echo

# 4. The candidate: finds the institution, signs in, finds the record, confirms, hands in the photo.
curl --silent --fail "$address/api/v1/institutions?q=gdjyzx" | json '[0]["name"]'
candidate=$(sign_in /api/v1/sessions '{"wechat_code":"wangmengmeng.1"}')
body "$candidate" POST /api/v1/phone '{"wechat_code":"13901234567.1"}'
body "$candidate" POST /api/v1/collections '{"campaign":"beijing-zikao-2022","level":"本科","name":"王梦梦",
    "id_type":"resident-id","id_number":"110101199003070011","consents":{"personal_information":true,"photo":true}}' | json '["student_number"]'
body "$candidate" POST /api/v1/collection/confirmation '{"correct":true}'
body "$candidate" POST /api/v1/collection/reminder '{}'
digest=$(openssl dgst -sha256 -binary "$photo" | base64)
ask "$candidate" PUT /api/v1/collection/photo --header 'Content-Type: image/jpeg' \
    --header "Content-Digest: sha-256=:$digest:" --data-binary "@$photo"; echo

# 5. The fee: the page hands the order to WeChat, which pays, and tells the service.
ask "$candidate" GET /api/v1/collection/order | json '["message"]["zh"]'
ask "$candidate" POST /api/v1/collection/order | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["pay"]))' >pay.json
curl --silent --fail --header 'Content-Type: application/json' --data @pay.json "$providers_address/_control/bridge"; echo
until ask "$candidate" GET /api/v1/collection/order | json '["message"]["zh"]' | grep 已支付; do sleep 0.5; done

# 6. The reviewer takes the photo, looks at it, approves it.
reviewer=$(sign_in /api/v1/staff/sessions "$(staff_body reviewer)")
review=$(ask "$reviewer" GET '/api/v1/staff/reviews/next?count=1' | json '["reviews"][0]["id"]')
ask "$reviewer" GET "/api/v1/staff/reviews/$review/photo" | cmp - "$photo"
body "$reviewer" PUT "/api/v1/staff/reviews/$review" '{"verdict":"approve"}'
until ask "$candidate" GET /api/v1/collection | json '["state"]' | grep approved; do sleep 0.5; done

# 7. The archive, its download by the office, the receipt.
delivery=$("$campaign" deliver beijing-zikao-2022 | json '["id"]')
office=$(sign_in /api/v1/staff/sessions "$(staff_body office)")
ask "$office" GET "/api/v1/staff/deliveries/$delivery/archive" --output archive.zip
"$campaign" verify archive.zip
body "$office" POST "/api/v1/staff/deliveries/$delivery/receipt" '{}'
ask "$candidate" GET /api/v1/collection | json '["state"]'

# 8. Everything fits together.
"$campaign" fsck --thorough
echo "fsck: no difference"

# 9. What the reviewer decided, as labels by which the check is judged.
if [ -n "$precheck" ]; then
    lead=$(sign_in /api/v1/staff/sessions "$(staff_body lead)")
    ask "$lead" GET '/api/v1/staff/labels?campaign=beijing-zikao-2022' --output labels.csv
    cp "$photo" "$(sha256sum "$photo" | cut -d ' ' -f 1).jpg"
    "$precheck" evaluate --labels labels.csv --profile beijing-zikao-2022 >evaluated
    head -n 5 evaluated
fi
