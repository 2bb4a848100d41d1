"""Prints the body that signs a member of staff in, from what `precheck-campaign staff add` printed into a file."""

import base64
import hashlib
import hmac
import json
import re
import struct
import sys
import time

text = open(sys.argv[1]).read()
name, password = (re.search(rf"^{key} (.+)$", text, re.M).group(1) for key in ("name", "password"))
secret = re.search(r"secret=([A-Z2-7]+)", text).group(1)
key = base64.b32decode(secret + "=" * (-len(secret) % 8))
tag = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
start = tag[19] & 15
totp = (struct.unpack(">I", tag[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000
print(json.dumps({"name": name, "password": password, "totp": f"{totp:06}"}))
