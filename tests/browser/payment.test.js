/** The fee on the candidate's pages, paid on the simulator's page, with each of its faults. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { CAMPAIGN, candidate, portraits, startCampaign } from './campaign.js';
import { enlargedWidth, next, on, walk } from './candidate.js';
import { accessibilityViolations, launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

/** In fen. */
const FEE = 3000;

const PHONE = { width: 390, height: 844 };

/** The narrowest phone. */
const NARROW = 320;

/** Addresses of WeChat Pay. */
const ORDER = '/v3/pay/transactions/jsapi';
const QUERY = '/v3/pay/transactions/out-trade-no/{out_trade_no}';
const NOTICE = 'callback/payment';

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof portraits>>} */
let photos;
let people = 0;

before(async () => {
  campaign = await startCampaign({ fee_fen: String(FEE) });
  browser = await launch();
  photos = await portraits(browser);
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/** Somebody whose photo has been uploaded, on the page where it is paid; all but the page was done by the API. */
async function owing(viewport = PHONE, language = 'zh') {
  const number = ++people;
  const { name, idNumber, phone } = candidate(number);
  const context = await browser.newContext({ viewport });
  context.setDefaultTimeout(40_000);
  const page = await context.newPage();
  await page.goto(campaign.url);
  const post = (/** @type {string} */ path, /** @type {object} */ body) =>
    send(page, 'POST', path, 'application/json', Buffer.from(JSON.stringify(body)));
  await post('phone/codes', { phone });
  await post('sessions', { phone, sms_code: await campaign.codeOf(phone) });
  const consents = { personal_information: true, photo: true };
  const identity = { campaign: CAMPAIGN, level: '本科', name, id_type: 'resident-id', id_number: idNumber, consents };
  await post('collections', identity);
  await post('collection/confirmation', { correct: true });
  await post('collection/reminder', {});
  await send(page, 'PUT', 'collection/photo', 'image/jpeg', photos.good.buffer);
  await page.goto(`${campaign.url}/?lang=${language}#pay/${CAMPAIGN}`);
  await on(page, 'pay');
  return { context, page };
}

/**
 * Asks the service as the page would: it has the cookie.
 * @param {Page} page
 * @param {string} method
 * @param {string} path
 * @param {string} type
 * @param {Buffer} body
 */
async function send(page, method, path, type, body) {
  const said = await page.evaluate(
    async ({ method, path, type, body }) => {
      const bytes = Uint8Array.from(atob(body), (byte) => byte.charCodeAt(0));
      const answer = await fetch(`api/v1/${path}`, { method, headers: { 'content-type': type }, body: bytes });
      return answer.ok ? null : `${answer.status} ${await answer.text()}`;
    },
    { method, path, type, body: body.toString('base64') },
  );
  if (said) throw new Error(`${path}: ${said}`);
}

/** Presses until the page on which it is paid is there: what failed may be tried again. @param {Page} page */
async function order(page) {
  for (let tries = 0; tries < 4; tries++) {
    await page.waitForSelector('main .main:not([hidden]):not([aria-disabled])');
    await next(page);
    const outcome = await Promise.race([
      page.waitForURL(/\/pay\?prepay_id=/).then(() => 'there'),
      page.waitForSelector('.summary').then(() => 'refused'),
    ]);
    if (outcome === 'there') return;
    assert.match(await page.innerText('.summary'), /不会重复扣款|没有连上服务器/);
  }
  throw new Error('the order is refused again and again');
}

/** Pays there, and comes back. @param {Page} page */
async function pay(page) {
  await page.click('button.pay');
  await page.click('a.pay');
}

for (const [language, viewport] of /** @type {const} */ ([
  ['zh', PHONE],
  ['en', { width: 1366, height: 768 }],
])) {
  test(`the whole way with a fee: ${language}, ${viewport.width} px`, async () => {
    const context = await browser.newContext({ viewport });
    const page = await context.newPage();
    await page.goto(`${campaign.url}/?lang=${language}`);
    const walker = { campaign, number: ++people, photo: photos.good };
    await walk(page, walker, 'search', 'uploaded');
    assert.deepEqual(await accessibilityViolations(page), []);
    await next(page);
    await on(page, 'pay');
    await page.waitForSelector('main .main:not([hidden])');
    assert.match(await page.innerText('main'), language === 'zh' ? /30 元[\s\S]*未支付/ : /30 yuan[\s\S]*Not paid/);
    assert.deepEqual(await accessibilityViolations(page), []);
    await order(page);
    assert.ok((await enlargedWidth(page)) <= viewport.width, 'with large text, the page on which it is paid fits');
    await page.click('button.cancel');
    await on(page, 'pay');
    await order(page);
    await pay(page);
    await on(page, 'status');
    await campaign.review(walker.number, 'approve');
    await page.waitForSelector('.steps li:nth-child(4).done');
    assert.deepEqual(await accessibilityViolations(page), []);
    const { phone } = candidate(walker.number);
    assert.ok((await campaign.messagesOf(phone)).includes('paid'));
    await context.close();
  });
}

test('while nobody knows whether it is paid, nobody is asked to pay again; once it is known, the page goes on', async () => {
  const { context, page } = await owing();
  await order(page);
  await campaign.spoil([
    { path: NOTICE, fault: 'lost', times: 100 },
    { path: QUERY, fault: 'unavailable', times: 10_000 },
  ]);
  await pay(page);
  await on(page, 'pay');
  await page.waitForFunction(() =>
    document.querySelector('main .state')?.textContent?.includes('正在确认，请勿重复支付'),
  );
  assert.ok(await page.locator('main .main').isHidden(), 'there is no button to pay again');
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.reload();
  await page.waitForFunction(() =>
    document.querySelector('main .state')?.textContent?.includes('正在确认，请勿重复支付'),
  );
  assert.ok(await page.locator('main .main').isHidden(), 'nor after a reload');
  assert.doesNotMatch(await page.innerText('main'), /失败/);
  // Dark, without motion, text of double size, the narrowest phone.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: NARROW, height: 640 });
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), NARROW, 'it fits, also at 200 %');
  await page.goto(`${campaign.url}/#status/${CAMPAIGN}`);
  await on(page, 'status');
  assert.match(await page.innerText('main'), /请到支付页查看/, 'no other page says whether it is paid');
  assert.doesNotMatch(await page.innerText('main'), /还没有支付/);
  await page.goto(`${campaign.url}/#pay/${CAMPAIGN}`);
  await page.route(/collection\/order/, (route) => route.abort());
  await page.waitForFunction(() => document.querySelector('main .state')?.textContent?.includes('没有连上服务器'));
  await page.unroute(/collection\/order/);
  await campaign.spoil([]);
  await page.waitForSelector('main[data-page=status]', { timeout: 15_000 });
  await context.close();
});

test('what WeChat has said holds for a minute; a session that ends on the page leads to signing in', async () => {
  const { context, page } = await owing();
  await page.goto(`${campaign.url}/#pay/${CAMPAIGN}/paid`);
  await page.waitForFunction(() => document.querySelector('main .state')?.textContent?.includes('正在确认'));
  assert.ok(await page.locator('main .main').isHidden());
  await page.clock.install();
  await page.clock.fastForward(61_000);
  await page.waitForFunction(() => document.querySelector('main .state')?.textContent?.includes('未支付'));
  assert.match(await page.innerText('main form'), /请在 .* 之前支付/);
  await context.clearCookies();
  await page.clock.fastForward(5000);
  await on(page, 'sign-in');
  await context.close();
});

test('two tabs pay one order', async () => {
  const { context, page } = await owing();
  const { orders: before } = await campaign.ledger();
  const tab = await context.newPage();
  await tab.goto(page.url());
  await on(tab, 'pay');
  await Promise.all([order(page), order(tab)]);
  await pay(page);
  await on(page, 'status');
  const { orders } = await campaign.ledger();
  assert.equal(orders.length, before.length + 1);
  await tab.goto(`${campaign.url}/#pay/${CAMPAIGN}`);
  await on(tab, 'status');
  await context.close();
});

test('each fault of WeChat Pay ends in one payment and the review', async () => {
  const ofOrders = [
    'unavailable',
    'bad-gateway',
    'unavailable-after-effect',
    'cut',
    'rate-limited',
    'accepted',
    'sign-test',
    'forged',
  ];
  const ofNotices = ['lost', 'doubled', 'forged', 'sign-test', 'altered', 'wrong-amount'];
  const faults = [
    ...ofOrders.map((fault) => ({ path: ORDER, fault, times: 1 })),
    ...ofNotices.map((fault) => ({ path: NOTICE, fault, times: 1 })),
  ];
  const wrong = /** @type {string[]} */ ([]);
  const before = (await campaign.ledger()).money.paid;
  for (const fault of faults) {
    const { context, page } = await owing();
    await campaign.spoil([fault]);
    try {
      await order(page);
      await pay(page);
      await on(page, 'status');
    } catch (error) {
      wrong.push(`${fault.path} ${fault.fault}: ${error}`);
    }
    await campaign.spoil([]);
    await context.close();
  }
  assert.deepEqual(wrong, []);
  const { money } = await campaign.ledger();
  assert.equal(money.paid - before, FEE * faults.length, 'everybody has paid once');
});
