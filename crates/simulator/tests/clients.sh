#!/bin/sh
# Clients written by others talk to the simulator: the PyPI packages wechatpayv3 (by public key and by certificate) and
# tencentcloud-sdk-python-sms, and the npm package wechatpay-axios-plugin.
# Usage: crates/simulator/tests/clients.sh PRECHECK-SIMULATOR. Needs python3 with venv and pip, and the packages of
# package.json.
set -eu
simulator=$(realpath "$1")
cd "$(dirname "$0")/../../.."
packages="wechatpayv3==2.0.4 tencentcloud-sdk-python-sms==3.1.153"
tools=target/tools/providers-2.0.4-3.1.153
# shellcheck disable=SC2086 # two packages
[ -e "$tools/complete" ] ||
    { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet $packages && : >"$tools/complete"; }

folder=$(mktemp --directory)
"$simulator" --listen 127.0.0.1:0 --keys "$folder/keys" >"$folder/address" &
providers=$!
trap 'kill "$providers"; wait; rm -r "$folder"' EXIT
until [ -s "$folder/address" ]; do kill -0 "$providers" && sleep 0.1; done
address=$(cat "$folder/address")
"$tools/bin/python" crates/simulator/tests/clients.py "$address" "$folder/keys"
node crates/simulator/tests/clients.js "$address"
