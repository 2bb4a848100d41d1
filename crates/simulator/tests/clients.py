"""wechatpayv3 and Tencent Cloud's SDK against the simulator: `clients.py ADDRESS KEYS`."""

import gzip
import hashlib
import http.server
import json
import pathlib
import queue
import sys
import threading
import urllib.request

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111.models import SendSmsRequest
from tencentcloud.sms.v20210111.sms_client import SmsClient
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core

address, keys = sys.argv[1], pathlib.Path(sys.argv[2])
callbacks = queue.Queue()


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{address}/_control/{path}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


class Inbox(http.server.BaseHTTPRequestHandler):
    """Takes callbacks."""

    def do_POST(self):
        callbacks.put((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def good(answer, status=200):
    """The JSON of an answer with this status."""
    assert answer[0] == status, answer
    return json.loads(answer[1]) if answer[1] else None


def whole_life(client, number):
    """An order from its first day to the bill that it stands in."""
    order = f"python-{number}"
    amount = {"total": 3000, "currency": "CNY"}
    pay = lambda: client.pay("照片采集", order, amount, {"openid": "openid-alice"}, pay_type=WeChatPayType.JSAPI)
    prepay_id = good(pay())["prepay_id"]
    assert good(client.query(out_trade_no=order))["trade_state"] == "NOTPAY"
    parameters = dict(appId=account["appid"], timeStamp="1700000000", nonceStr="nonce", package=f"prepay_id={prepay_id}", signType="RSA")
    parameters["paySign"] = client.sign([parameters[name] for name in ("appId", "timeStamp", "nonceStr", "package")])
    assert control("bridge", parameters)["err_msg"] == "get_brand_wcpay_request:ok"
    told = client.callback(*callbacks.get(timeout=10))
    assert (told["event_type"], told["resource"]["out_trade_no"]) == ("TRANSACTION.SUCCESS", order), told
    transaction = good(client.query(out_trade_no=order))
    assert transaction["trade_state"] == "SUCCESS" and transaction["amount"]["total"] == 3000, transaction
    assert good(client.query(transaction_id=transaction["transaction_id"])) == transaction
    headers, body = made(order, "altered")
    assert client.callback(headers, body) is None
    try:
        assert client.callback(*made(order, "sign-test")) is None
    except ValueError:
        pass  # Its signature is no Base64.

    refund = f"{order}-refund"
    money = {"refund": 3000, "total": 3000, "currency": "CNY"}
    assert good(client.refund(refund, money, transaction_id=transaction["transaction_id"]))["status"] == "PROCESSING"
    assert good(client.query_refund(refund))["status"] == "SUCCESS"
    told = client.callback(*callbacks.get(timeout=10))
    assert (told["event_type"], told["resource"]["out_refund_no"]) == ("REFUND.SUCCESS", refund), told

    closed = f"{order}-closed"
    good(client.pay("照片采集", closed, amount, {"openid": "openid-alice"}, pay_type=WeChatPayType.JSAPI))
    good(client.close(closed), 204)
    assert good(client.query(out_trade_no=closed))["trade_state"] == "CLOSED"
    return transaction


def made(order, fault):
    callback = control("callback", {"out_trade_no": order, "fault": fault})
    return callback["headers"], callback["body"]


def bill(client, transaction):
    day = transaction["success_time"][:10]
    answer = good(client.trade_bill(day))
    status, file = client.download_bill(answer["download_url"])
    text = gzip.decompress(file)
    assert status == 200 and hashlib.sha1(text).hexdigest() == answer["hash_value"]
    assert transaction["transaction_id"] in text.decode("utf-8-sig"), text


def messages():
    sms = control("accounts")["sms"]
    profile = HttpProfile(protocol="http", endpoint=address.removeprefix("http://"))

    def send(secret_key, numbers, variables):
        client = SmsClient(Credential(sms["secret_id"], secret_key), "ap-guangzhou", ClientProfile(httpProfile=profile))
        request = SendSmsRequest()
        request.from_json_string(json.dumps({
            "PhoneNumberSet": numbers,
            "SmsSdkAppId": sms["sdk_app_id"],
            "SignName": sms["sign_name"],
            "TemplateId": "1000001",
            "TemplateParamSet": variables,
            "SessionContext": "message-1",
        }))
        return [status.Code for status in client.SendSms(request).SendStatusSet]

    numbers = ["+8613901234567", "+8613901234568", "+85212345678"]
    assert send(sms["secret_key"], numbers, ["123456"]) == ["Ok", "Ok", "InvalidParameterValue.IncorrectPhoneNumber"]
    assert send(sms["secret_key"], numbers[:1], ["1234567"]) == ["InvalidParameterValue.TemplateParameterLengthLimit"]
    try:
        send("another", numbers, ["123456"])
        raise AssertionError("a wrong key was accepted")
    except TencentCloudSDKException as error:
        assert error.code == "AuthFailure.SignatureFailure", error
    sent = control("ledger?phone=13901234567")["messages"]
    assert [(message["id"], message["template"], message["variables"]) for message in sent] == [("message-1", "1000001", ["123456"])]


inbox = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Inbox)
threading.Thread(target=inbox.serve_forever, daemon=True).start()
account = control("accounts")["pay"]
# The package has no setting for the address, and asks for the certificates while it is made.
start = Core.__init__


def core(self, *arguments, **named):
    asks = self._init_certificates
    self._init_certificates = lambda: None
    start(self, *arguments, **named)
    self._gate_way = address
    del self._init_certificates
    if not self._public_key:
        asks()


Core.__init__ = core
common = dict(
    wechatpay_type=WeChatPayType.JSAPI,
    mchid=account["mchid"],
    private_key=(keys / "apiclient_key.pem").read_text(),
    cert_serial_no=account["serial_no"],
    apiv3_key=(keys / "apiv3_key.txt").read_text(),
    appid=account["appid"],
    notify_url=f"http://127.0.0.1:{inbox.server_port}/callback",
)
by_public_key = WeChatPay(**common, public_key=(keys / "pub_key.pem").read_text(), public_key_id=account["public_key_id"])
by_certificate = WeChatPay(**common)
first = whole_life(by_public_key, 1)
second = whole_life(by_certificate, 2)
control("advance", {"seconds": 86_400})
bill(by_public_key, first)
bill(by_certificate, second)
messages()
print("wechatpayv3 by public key and by certificate, tencentcloud-sdk-python-sms: ok")
