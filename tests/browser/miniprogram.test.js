/** The shell of the mini-program on a stub of WeChat: it signs in, hands the session over, tells the phone number, pays. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { CAMPAIGN, portraits, startCampaign } from './campaign.js';
import { next, on, STEPS, walk } from './candidate.js';
import { launch } from './support.js';

/** Where the shell says that the service is. */
const ADDRESS = 'https://campaign.example';

const load = createRequire(import.meta.url);

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;
/** What the shell has asked WeChat to do. @type {{ name: string, argument: any }[]} */
let calls = [];
let codes = 0;

before(async () => {
  campaign = await startCampaign({ fee_fen: '3000' });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

const note = (/** @type {string} */ name) => (/** @type {any} */ argument) => void calls.push({ name, argument });

/** What the shell uses of WeChat. */
const wx = {
  login: async () => ({ code: `wangmengmeng.${++codes}` }),
  async request(/** @type {any} */ { url, method, data, header, success, fail }) {
    assert.ok(url.startsWith(ADDRESS), url);
    try {
      const address = campaign.url + url.slice(ADDRESS.length);
      const answer = await fetch(address, { method, headers: header, body: JSON.stringify(data) });
      const text = await answer.text();
      success({
        statusCode: answer.status,
        data: text ? JSON.parse(text) : '',
        cookies: answer.headers.getSetCookie(),
      });
    } catch (error) {
      fail(error);
    }
  },
  async requestPayment(/** @type {any} */ { success, fail, ...parameters }) {
    // It compares the signature, and pays.
    const answer = await fetch(`${campaign.simulator}/_control/bridge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appId: 'wx0000000000000000', ...parameters }),
    });
    calls.push({ name: 'requestPayment', argument: answer.status });
    if (answer.ok) success();
    else fail();
  },
  redirectTo: note('redirectTo'),
  navigateBack: note('navigateBack'),
};

/**
 * A native page, as WeChat makes it of what the module passes to `Page`.
 * @param {string} name
 */
function nativePage(name) {
  /** @type {any} */
  let page;
  const shell = /** @type {any} */ (globalThis);
  shell.wx = wx;
  shell.Page = (/** @type {any} */ definition) => {
    page = { ...definition, setData: (/** @type {object} */ change) => Object.assign(page.data, change) };
  };
  const path = load.resolve(`../../www/miniprogram/pages/${name}/${name}.js`);
  delete load.cache[path];
  load(path);
  return page;
}

/** What the web-view would load, after the shell has entered. @param {string} [page] */
async function enter(page = '') {
  calls = [];
  await nativePage('enter').onLoad({ page: encodeURIComponent(page) });
  const [{ name, argument }] = calls;
  assert.equal(name, 'redirectTo');
  const view = nativePage('web');
  view.onLoad({ address: new URL(argument.url, ADDRESS).searchParams.get('address') });
  return view.data.address.replace(ADDRESS, campaign.url);
}

test('from WeChat’s login to the paid fee, with the native pages where only they can do it', async () => {
  const photos = await portraits(browser);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shell = /** @type {any} */ (window);
    shell.__wxjs_environment = 'miniprogram';
    shell.opened = [];
    shell.WeixinJSBridge = {
      invoke: (/** @type {string} */ name, /** @type {any} */ { name: call, arg }) =>
        shell.opened.push(`${name} ${call} ${arg.url}`),
    };
  });
  const opened = () =>
    page.waitForFunction(() => /** @type {any} */ (window).opened.pop()).then((one) => one.jsonValue());

  await page.goto(await enter());
  await on(page, 'search');
  assert.equal(page.url(), `${campaign.url}/`, 'the ticket is in no address any more');
  const walker = { campaign, number: 1, photo: photos.good };
  await walk(page, walker, 'search', 'consents');
  await STEPS.consents(page);
  await on(page, 'identity');
  await STEPS.identity(page, walker);
  assert.equal(await opened(), 'invokeMiniProgramAPI navigateTo /pages/phone/phone?');
  const phone = nativePage('phone');
  await phone.take({ detail: {} });
  assert.match(phone.data.message, /没有授权手机号/);
  calls = [];
  await phone.take({ detail: { code: '13900000001.1' } });
  assert.deepEqual(calls, [{ name: 'navigateBack', argument: undefined }]);
  await next(page);
  await walk(page, walker, 'confirm', 'uploaded');
  await next(page);
  await on(page, 'pay');
  await page.waitForSelector('main .main:not([hidden])');
  await next(page);
  assert.equal(await opened(), `invokeMiniProgramAPI navigateTo /pages/pay/pay?campaign=${CAMPAIGN}`);
  calls = [];
  await nativePage('pay').onLoad({ campaign: CAMPAIGN });
  assert.deepEqual(calls[0], { name: 'requestPayment', argument: 200 });
  assert.equal(calls[1].name, 'navigateBack');
  const view = nativePage('web');
  view.onShow();
  assert.equal(view.data.address, `${ADDRESS}/#pay/${CAMPAIGN}/paid`, 'the page is told what WeChat said');
  view.onShow();
  await on(page, 'status');
  await context.clearCookies();
  await page.reload();
  await on(page, 'sign-in');
  await next(page);
  assert.match(await opened(), /^invokeMiniProgramAPI reLaunch \/pages\/enter\/enter\?page=/);
  await page.goto(await enter(`#sign-in/${CAMPAIGN}`));
  await on(page, 'status');
  await context.close();
});

test('a ticket is good once', async () => {
  const address = await enter(`#status/${CAMPAIGN}`);
  const states = [];
  for (let visit = 0; visit < 2; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector('main[data-page]:not([aria-busy])');
    states.push((await context.cookies()).map(({ name }) => name));
    await context.close();
  }
  assert.deepEqual(states, [['__Host-candidate'], []]);
});
