// wechatpay-axios-plugin against the simulator: `node clients.js ADDRESS`. It verifies every answer that is not an error.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';

const address = process.argv[2];

async function control(path, body) {
  const answer = await fetch(`${address}/_control/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
}

const { pay: account } = await (await fetch(`${address}/_control/accounts`)).json();
const certs = { [account.public_key_id]: account.public_key, [account.certificate_serial_no]: account.certificate };
const client = new Wechatpay({
  mchid: account.mchid,
  serial: account.serial_no,
  privateKey: account.private_key,
  certs,
  baseURL: address,
});

const callbacks = [];
const inbox = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    callbacks.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
    response.writeHead(204).end();
  });
});
await new Promise((listening) => inbox.listen(0, '127.0.0.1', listening));
const { port } = inbox.address();

/** The next callback, verified and opened. */
async function callback() {
  for (let look = 0; look < 200 && callbacks.length === 0; look += 1) {
    await new Promise((waited) => setTimeout(waited, 50));
  }
  const { headers, body } = callbacks.shift();
  const message = Formatter.response(headers['wechatpay-timestamp'], headers['wechatpay-nonce'], body);
  assert.ok(Rsa.verify(message, headers['wechatpay-signature'], certs[headers['wechatpay-serial']]));
  const { resource } = JSON.parse(body);
  return JSON.parse(
    Aes.AesGcm.decrypt(resource.ciphertext, account.apiv3_key, resource.nonce, resource.associated_data),
  );
}

for (const headers of [{}, { 'Wechatpay-Serial': account.public_key_id }]) {
  const number = `node-${headers['Wechatpay-Serial'] ? 'key' : 'certificate'}`;
  const order = {
    appid: account.appid,
    mchid: account.mchid,
    description: '照片采集',
    out_trade_no: number,
    notify_url: `http://127.0.0.1:${port}/callback`,
    amount: { total: 3000, currency: 'CNY' },
    payer: { openid: 'openid-alice' },
  };
  const params = { mchid: account.mchid };
  const query = async (out_trade_no) => {
    const { data } = await client.v3.pay.transactions.outTradeNo._out_trade_no_.get({ params, headers, out_trade_no });
    return data;
  };
  const { data: placed } = await client.v3.pay.transactions.jsapi.post(order, { headers });
  assert.equal((await query(number)).trade_state, 'NOTPAY');
  await control('pay', { prepay_id: placed.prepay_id });
  assert.deepEqual(await callback(), await query(number));

  const refund = { out_trade_no: number, out_refund_no: `${number}-refund`, notify_url: order.notify_url };
  const money = { refund: 1000, total: 3000, currency: 'CNY' };
  const { data: asked } = await client.v3.refund.domestic.refunds.post({ ...refund, amount: money }, { headers });
  assert.equal(asked.status, 'PROCESSING');
  const { data: done } = await client.v3.refund.domestic.refunds._out_refund_no_.get({
    headers,
    out_refund_no: refund.out_refund_no,
  });
  assert.equal(done.status, 'SUCCESS');
  assert.equal((await callback()).out_refund_no, refund.out_refund_no);

  const closed = `${number}-closed`;
  await client.v3.pay.transactions.jsapi.post({ ...order, out_trade_no: closed }, { headers });
  const close = await client.v3.pay.transactions.outTradeNo._out_trade_no_.close.post(params, {
    headers,
    out_trade_no: closed,
  });
  assert.equal(close.status, 204);
  assert.equal((await query(closed)).trade_state, 'CLOSED');

  await assert.rejects(query('nobodys-order'), ({ response }) => response.data.code === 'ORDER_NOT_EXIST');
  for (const fault of ['sign-test', 'forged', 'unknown-serial', 'cut']) {
    await control('faults', [{ path: '/v3/pay/transactions/out-trade-no/{out_trade_no}', fault, times: 1 }]);
    await assert.rejects(query(number), /EV3_RES|Verify|Cannot found/, fault);
  }
}

const { data: paid } = await client.v3.pay.transactions.outTradeNo._out_trade_no_.get({
  params: { mchid: account.mchid },
  out_trade_no: 'node-key',
});
await control('advance', { seconds: 86_400 });
const params = { bill_date: paid.success_time.slice(0, 10), tar_type: 'GZIP' };
const { data: told } = await client.v3.bill.tradebill.get({ params });
const { data: file } = await client.v3.billdownload.file.get({
  params: { token: new URL(told.download_url).searchParams.get('token') },
  responseType: 'arraybuffer',
});
const text = gunzipSync(file);
assert.equal(createHash('sha1').update(text).digest('hex'), told.hash_value);
const { rows, summary } = Formatter.castCsvBill(text);
assert.equal(Number(summary.总交易单数), rows.length);
assert.ok(rows.some((row) => row.商户订单号 === 'node-key' && row.订单金额 === '30.00'));
inbox.close();
console.log('wechatpay-axios-plugin by public key and by certificate: ok');
