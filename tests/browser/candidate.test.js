/** The candidate's pages: the whole way on the real service, and every way to leave and come back. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { CAMPAIGN, candidate, portraits, startCampaign } from './campaign.js';
import { choose, enlargedWidth, next, on, STEPS, WAY, walk } from './candidate.js';
import { accessibilityViolations, FILE, launch, PATIENCE, proxy } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1366, height: 768 };

/** The narrowest phone. */
const NARROW = 320;

/** What the server may send on the whole way, without models. */
const WHOLE_WAY = 350_000;

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof portraits>>} */
let photos;

/** Each test has somebody of its own from the roster. */
let people = 0;
const somebody = () => ({ campaign, number: ++people, photo: photos.good });

before(async () => {
  campaign = await startCampaign();
  browser = await launch();
  photos = await portraits(browser);
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/**
 * A new visitor.
 * @param {object} [options]
 * @param {string} [options.url]
 * @param {'zh' | 'en'} [options.language]
 * @param {{ width: number, height: number }} [options.viewport]
 */
async function visit({ url = campaign.url, language = 'zh', viewport = PHONE } = {}) {
  const context = await browser.newContext({ viewport });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = /** @type {string[]} */ ([]);
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${url}/?lang=${language}`);
  return { context, page, faults };
}

/** What is wrong with a page for everybody: axe-core, and what does not fit a phone. @param {Page} page */
async function inspect(page) {
  const viewport = page.viewportSize();
  const violations = await accessibilityViolations(page);
  await page.setViewportSize(PHONE);
  const enlarged = await enlargedWidth(page);
  await page.setViewportSize({ width: NARROW, height: 640 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (viewport) await page.setViewportSize(viewport);
  return [
    ...violations,
    ...(enlarged > PHONE.width ? [`${enlarged} px wide on a phone, its text twice as large`] : []),
    ...(width > NARROW ? [`${width} px wide on a screen of ${NARROW}`] : []),
  ];
}

/** The page that is shown. @param {Page} page */
const shown = (page) => page.locator('main').getAttribute('data-page');

for (const [language, viewport] of /** @type {const} */ ([
  ['zh', PHONE],
  ['en', DESKTOP],
])) {
  test(`the whole way, from the search to the approval: ${language}, ${viewport.width} px`, async () => {
    const { context, page, faults } = await visit({ language, viewport });
    const walker = somebody();
    const wrong = /** @type {Record<string, string[]>} */ ({});
    const look = async (/** @type {string} */ name) => {
      const found = await inspect(page);
      if (found.length > 0) wrong[name] = found;
    };
    await walk(page, walker, 'search', 'status', look);
    await look('status');
    await campaign.review(walker.number, 'approve');
    await page.waitForSelector('.steps li:nth-child(3).done');
    await look('approved');
    assert.deepEqual({ wrong, faults }, { wrong: {}, faults: [] });
    assert.ok((await campaign.messagesOf(candidate(walker.number).phone)).includes('approved'));
    await context.close();
  });
}

test('reload, another tab, a later address and the back key lead to the right page at every step', async () => {
  const { context, page } = await visit();
  const wrong = /** @type {string[]} */ ([]);
  const need = async (/** @type {Page} */ page, /** @type {string} */ name, /** @type {string} */ how) => {
    await on(page, name).catch(async () => wrong.push(`${how}: ${await shown(page)} and not ${name}`));
  };
  /** Where somebody is led who asks for too much, by what they have done so far. */
  const ledTo = /** @type {Record<string, string>} */ ({ search: 'sign-in', campaign: 'sign-in', level: 'sign-in' });
  await walk(page, somebody(), 'search', 'status', async (name) => {
    await page.reload();
    await need(page, name, `${name}, reloaded`);
    const tab = await context.newPage();
    const signedIn = WAY.indexOf(/** @type {keyof typeof STEPS} */ (name)) > WAY.indexOf('sign-in');
    for (const later of ['photo', 'pay', 'uploaded']) {
      await tab.goto('about:blank');
      await tab.goto(`${campaign.url}/#${later}/${CAMPAIGN}`);
      const right = signedIn
        ? name === 'uploaded' && later !== 'uploaded'
          ? 'status'
          : name
        : (ledTo[name] ?? 'sign-in');
      await need(tab, right, `${name}, asked for ${later} in another tab`);
    }
    await tab.close();
    if (['confirm', 'reminder'].includes(name)) {
      await page.locator('main').evaluate((main) => main.removeAttribute('data-page'));
      await page.goBack();
      await need(page, name, `${name}, back`);
    }
  });
  assert.deepEqual(wrong, []);
  await context.close();
});

test('what happened in another tab or was lost on the way shows no page that lies', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  await walk(page, walker, 'search', 'confirm');
  const tab = await context.newPage();
  await tab.goto(`${campaign.url}/#status/${CAMPAIGN}`);
  await on(tab, 'status');
  await next(tab);
  await walk(tab, walker, 'confirm', 'photo');
  await next(page);
  await on(page, 'photo');
  await context.clearCookies();
  await choose(page, photos.good);
  await page.check('#whole');
  await next(page);
  await on(page, 'sign-in');
  assert.match(await page.innerText('main .note'), /登录已失效/);
  await STEPS['sign-in'](page, walker);
  await on(page, 'photo');
  await page.check('#whole');
  await next(page);
  await on(page, 'uploaded');
  await context.close();
});

test('a record that is not found, is not right, or is bound already', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  const { name, idNumber } = candidate(walker.number);
  await walk(page, walker, 'search', 'level');
  await page.check('input[value=专科]');
  await next(page);
  await walk(page, walker, 'consents', 'identity');
  await next(page);
  assert.deepEqual(await page.locator('.summary li').allInnerTexts(), ['请填写姓名。', '请填写证件号码。']);
  assert.ok(await page.locator('.summary:focus').count(), 'the summary has the focus');
  await page.click('.summary li:nth-child(2) button');
  assert.ok(await page.locator('#number:focus').count(), 'the summary leads to the field');
  await page.fill('#name', name);
  await page.fill(
    '#number',
    idNumber.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  );
  await next(page);
  await page.waitForSelector('#number[aria-invalid]');
  await page.fill('#number', idNumber);
  await next(page);
  await on(page, 'no-match');
  const words = await page.innerText('main .lead');
  assert.equal(words, '没有找到匹配的信息, 请核对后重新输入,或请联系学校核实您的信息, 稍后再试。');
  assert.equal(await page.innerText('main .main'), '返回采集');
  assert.deepEqual(await inspect(page), []);
  await next(page);
  await on(page, 'identity');
  assert.equal(await page.inputValue('#name'), name, 'what was typed is still there');
  await page.click('dl a');
  await walk(page, walker, 'level', 'consents');
  await next(page);
  await walk(page, walker, 'identity', 'confirm');
  await page.click('main .second');
  await on(page, 'wrong-record');
  assert.deepEqual(await inspect(page), []);
  await next(page);
  await walk(page, walker, 'level', 'consents');
  await next(page);
  await walk(page, walker, 'identity', 'confirm');
  const other = await visit();
  const helper = { ...walker, number: somebody().number };
  await walk(other.page, helper, 'search', 'identity');
  await STEPS.identity(other.page, walker);
  await on(other.page, 'already-bound');
  assert.deepEqual(await inspect(other.page), []);
  await Promise.all([context.close(), other.context.close()]);
});

test('a rejected photo is replaced; the check says why it refuses one, and a person can be asked', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  await walk(page, walker, 'search', 'status');
  await campaign.review(walker.number, 'reject', ['background', 'selfie']);
  await page.waitForSelector('main .state + h2');
  assert.match(await page.innerText('main'), /手机自拍照/);
  assert.deepEqual(await inspect(page), []);
  await next(page);
  if ((await waitForEither(page, 'reminder', 'photo')) === 'reminder') await next(page);
  for (const photo of [photos.bad, photos.otherBad, photos.thirdBad]) {
    await on(page, 'photo');
    await choose(page, photo);
    await page.check('#whole');
    await next(page);
    await page.waitForSelector('.summary');
    assert.match(await page.innerText('.summary'), /照片不符合标准/);
  }
  assert.deepEqual(await inspect(page), []);
  await page.click('.actions > .second');
  await walk(page, walker, 'uploaded', 'status');
  await campaign.review(walker.number, 'approve');
  await page.waitForSelector('.steps li:nth-child(3).done');
  await context.close();
});

/** @param {Page} page @param {string[]} names */
async function waitForEither(page, ...names) {
  await Promise.any(names.map((name) => on(page, name)));
  return shown(page);
}

/** The campaigns of which something waits on the device. @param {Page} page @returns {Promise<unknown>} */
function drafts(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('campaign').onsuccess = (event) => {
          const { result } = /** @type {IDBOpenDBRequest} */ (event.target);
          result.transaction('drafts').objectStore('drafts').getAllKeys().onsuccess = (event) =>
            resolve(/** @type {IDBRequest} */ (event.target).result);
        };
      }),
  );
}

test('an upload that was cut off goes on; a photo that was chosen waits, and is gone once it has arrived', async () => {
  const between = await proxy(campaign.url);
  const { context, page } = await visit({ url: between.url });
  const walker = somebody();
  await walk(page, walker, 'search', 'photo');
  await choose(page, photos.good);
  await page.close();
  const again = await context.newPage();
  await again.goto(`${between.url}/#photo/${CAMPAIGN}`);
  await on(again, 'photo');
  await again.waitForSelector('.frame img', { timeout: PATIENCE });
  await again.check('#whole');
  // The first answer is lost, the second request is cut off in the middle.
  let cuts = 0;
  between.except(/^\/api\/v1\/collection\/photo/, (request) => {
    cuts += 1;
    request.once('data', () => request.socket.destroy());
    if (cuts === 2) between.restore();
  });
  await next(again);
  await on(again, 'uploaded');
  assert.equal(cuts, 2);
  assert.deepEqual(await drafts(again), []);
  await context.close();
  between.stop();
});

test('an upload that is stopped is not called a failure of the network', async () => {
  const { context, page } = await visit();
  await walk(page, somebody(), 'search', 'photo');
  await choose(page, photos.good);
  await page.check('#whole');
  await page.route(/collection\/photo/, () => {});
  await next(page);
  await page.click('.actions > .second');
  assert.match(await page.innerText('main .note'), /已停止上传/);
  assert.equal(await page.locator('.summary').count(), 0);
  await page.unroute(/collection\/photo/);
  await page.check('#whole');
  await next(page);
  await on(page, 'uploaded');
  await context.close();
});

test('the next one on the device gets neither photo nor consents, the same one keeps them', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  await walk(page, walker, 'search', 'photo');
  await choose(page, photos.good);
  const leave = async () => {
    await page.goto(`${campaign.url}/#status/${CAMPAIGN}`);
    await on(page, 'status');
    await page.click('main > .second');
    await on(page, 'campaign');
  };
  // Signed out: nothing is left.
  await leave();
  assert.deepEqual(await drafts(page), []);
  const other = somebody();
  await walk(page, other, 'campaign', 'photo');
  await page.waitForSelector(FILE);
  assert.equal(await page.locator('.frame').count(), 0);
  await choose(page, photos.good);
  // The session ends: only the same person gets the photo back.
  await context.clearCookies();
  await page.goto(`${campaign.url}/#check/${CAMPAIGN}`);
  await page.reload();
  await on(page, 'check');
  await page.waitForSelector(FILE);
  const chosen = () => page.evaluate(() => Boolean(document.querySelector('portrait-precheck')?.file));
  assert.ok(!(await chosen()), 'nobody who has not signed in sees it');
  await page.goto(`${campaign.url}/#photo/${CAMPAIGN}`);
  await on(page, 'sign-in');
  await STEPS['sign-in'](page, other);
  await on(page, 'photo');
  await page.waitForSelector('.frame img', { timeout: PATIENCE });
  await context.clearCookies();
  await page.reload();
  await on(page, 'sign-in');
  await STEPS['sign-in'](page, somebody());
  await on(page, 'level');
  assert.deepEqual(await drafts(page), []);
  await context.close();
});

test('pages that few people see are right for everybody: by axe, the keyboard and the narrowest phone', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  const wrong = /** @type {Record<string, string[]>} */ ({});
  const look = async (/** @type {string} */ name, /** @type {RegExp} */ words) => {
    const found = await inspect(page);
    const text = await page.innerText('main');
    if (!words.test(text)) found.push(text);
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() =>
      document.activeElement?.matches('a, button, input, summary, portrait-precheck'),
    );
    if (!focused) found.push('the keyboard reaches nothing');
    if (found.length > 0) wrong[name] = found;
  };
  await page.goto(`${campaign.url}/#check/${CAMPAIGN}`);
  await on(page, 'check');
  await page.waitForSelector(FILE);
  await look('check', /照片/);
  await page.goto(campaign.url);
  await page.reload();
  await walk(page, walker, 'search', 'status');
  /** The collection as it would be. @param {object} change */
  const pretend = async (change) => {
    await page.unrouteAll();
    await page.route(/api\/v1\/collection\?/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), ...change } });
    });
    await page.reload();
    await on(page, 'status');
  };
  const over = { allowed: [], waiting: null };
  await pretend({ ...over, state: 'expired', step: 'expired' });
  await look('expired', /采集时间已过/);
  await pretend({ ...over, state: 'delivered', step: 'done' });
  await look('delivered', /照片已送交/);
  const reasons = [{ reason: 'selfie', message: { zh: '手机自拍照', en: 'selfie' } }];
  await pretend({ ...over, state: 'rejected', step: 'done', reasons });
  await look('no attempts left', /次数已达上限/);
  assert.equal(await page.locator('main .main').count(), 0, 'there is no button that would be refused');
  await page.unrouteAll();
  await page.route(/api\/v1\//, (route) => route.abort());
  await page.reload();
  await page.waitForFunction(() => document.querySelector('h1')?.textContent?.includes('没有连上服务器'));
  await look('offline', /再试一次/);
  await page.unrouteAll();
  await page.route(/api\/v1\/campaigns\//, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), open: false } });
  });
  await page.goto(`${campaign.url}/#campaign/${CAMPAIGN}`);
  await page.reload();
  await on(page, 'campaign');
  await look('closed', /./);
  assert.deepEqual(wrong, {});
  await context.close();
});

test('a draft is gone after a day', async () => {
  const { context, page } = await visit();
  await walk(page, somebody(), 'search', 'photo');
  await choose(page, photos.good);
  await page.close();
  const tomorrow = await context.newPage();
  await tomorrow.addInitScript(() => {
    const { now } = Date;
    Date.now = () => now() + 25 * 60 * 60 * 1000;
  });
  await tomorrow.goto(`${campaign.url}/#photo/${CAMPAIGN}`);
  await on(tomorrow, 'photo');
  await tomorrow.waitForSelector(FILE);
  assert.deepEqual(await drafts(tomorrow), []);
  assert.equal(await tomorrow.locator('.frame').count(), 0);
  await context.close();
});

test('a code that is not sent, and one that is wrong, are said, and nothing is lost', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  const { phone } = candidate(walker.number);
  await walk(page, walker, 'search', 'sign-in');
  await campaign.spoil([{ path: '/', fault: 'unavailable', times: 1 }]);
  await page.fill('#phone', '1390000');
  await page.click('main button.second');
  await page.waitForSelector('.summary');
  assert.match(await page.innerText('.summary'), /请填写 11 位手机号/);
  await page.fill('#phone', phone);
  await page.click('main button.second');
  await page.waitForFunction(() => document.querySelector('.summary')?.textContent?.includes('系统暂时繁忙'));
  await page.click('main button.second');
  await page.waitForSelector('#code:focus');
  const code = await campaign.codeOf(phone);
  await page.fill('#code', code === '000000' ? '000001' : '000000');
  await next(page);
  await page.waitForSelector('#code[aria-invalid]');
  assert.deepEqual(await inspect(page), []);
  await page.click('#language');
  assert.equal(await page.inputValue('#phone'), phone);
  await page.fill('#code', code);
  await next(page);
  await on(page, 'identity');
  await context.close();
});

test('in WeChat, with storage blocked, the way is the same', async () => {
  const userAgent = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.50';
  const context = await browser.newContext({ viewport: PHONE, userAgent });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    for (const name of ['indexedDB', 'sessionStorage', 'localStorage']) {
      Object.defineProperty(window, name, { get: blocked });
    }
  });
  await page.goto(campaign.url);
  const walker = somebody();
  await walk(page, walker, 'search', 'photo');
  assert.equal(await page.locator('input[type=file]:not([capture])').getAttribute('accept'), 'image/*');
  await walk(page, walker, 'photo', 'status');
  await campaign.review(walker.number, 'approve');
  await context.close();
});

test('without WebAssembly the server checks, and the way is the same', async () => {
  const { context, page } = await visit();
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.reload();
  const walker = somebody();
  await walk(page, walker, 'search', 'photo');
  await page.setInputFiles(FILE, photos.bad);
  await page.waitForSelector('.frame img');
  assert.match(await page.locator('portrait-precheck [role=alert]').innerText(), /服务器检查/);
  await page.check('#whole');
  await next(page);
  await page.waitForFunction(() => document.querySelector('.summary')?.textContent?.includes('照片不符合标准'));
  await page.setInputFiles(FILE, photos.good);
  await page.waitForSelector('.frame img');
  await page.check('#whole');
  await next(page);
  await walk(page, walker, 'uploaded', 'status');
  await context.close();
});

test('where the element is not to be had, a photo is chosen and uploaded all the same', async () => {
  const { context, page } = await visit();
  await page.route('**/shared-*.js', async (route) => {
    const response = await route.fetch();
    const isElement = (await response.text()).includes('customElements.define');
    return isElement ? route.abort() : route.fulfill({ response });
  });
  const walker = somebody();
  await walk(page, walker, 'search', 'photo');
  await page.waitForSelector('#plain-photo');
  assert.match(await page.innerText('main'), /由服务器检查/);
  assert.deepEqual(await inspect(page), []);
  await page.setInputFiles('#plain-photo', photos.good);
  await page.waitForSelector('.frame img');
  await page.reload();
  await on(page, 'photo');
  await page.waitForSelector('.frame img');
  await page.check('#whole');
  await next(page);
  await walk(page, walker, 'uploaded', 'status');
  assert.deepEqual(await drafts(page), []);
  await context.close();
});

test('by the keyboard alone', async () => {
  const { context, page } = await visit();
  const walker = somebody();
  const { name, idNumber, phone } = candidate(walker.number);
  const press = async (/** @type {string} */ selector, key = 'Enter') => {
    for (let stop = 0; stop < 30 && (await page.locator(`${selector}:focus`).count()) === 0; stop++) {
      await page.keyboard.press('Tab');
    }
    assert.ok(await page.locator(`${selector}:focus`).count(), `${selector} is not reached`);
    await page.keyboard.press(key);
  };
  await on(page, 'search');
  await press('#q', '9');
  await page.keyboard.type('0001');
  await page.waitForSelector('.results .campaign');
  await press('.results .campaign');
  await on(page, 'campaign');
  await press('main .main');
  await on(page, 'level');
  await press('input[type=radio]', 'ArrowDown');
  await press('main .main');
  await on(page, 'consents');
  await press('#consent-personal', 'Space');
  await press('#consent-photo', 'Space');
  await press('main .main');
  await on(page, 'sign-in');
  await press('#phone', '1');
  await page.keyboard.type(phone.slice(1));
  await press('main .second');
  await page.waitForSelector('#code:focus');
  await page.keyboard.type(await campaign.codeOf(phone));
  await page.keyboard.press('Enter');
  await on(page, 'identity');
  await press('#name', 'Home');
  await page.keyboard.insertText(name);
  await press('#number', 'Home');
  await page.keyboard.insertText(idNumber);
  await page.keyboard.press('Enter');
  for (const step of ['confirm', 'reminder']) {
    await on(page, step);
    await press('main .main');
  }
  await on(page, 'photo');
  await context.close();
});

test('on a slow network the first page is usable soon, and the whole way transfers little', async () => {
  const between = await proxy(campaign.url);
  between.except(/^\/models\//, (_, response) => response.writeHead(404).end());
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  await session.send('Network.emulateNetworkConditions', slow);
  const begun = Date.now();
  await page.goto(between.url);
  await page.waitForSelector('#q');
  const usable = Date.now() - begun;
  const fast = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', fast);
  await walk(page, somebody(), 'search', 'status');
  console.log(`first page usable after ${usable} ms; the whole way ${between.sent()} bytes`);
  // 3 s on a machine that does nothing else.
  assert.ok(usable <= 6000, `usable after ${usable} ms`);
  assert.ok(between.sent() > 200_000 && between.sent() <= WHOLE_WAY, `${between.sent()} bytes`);
  await context.close();
  between.stop();
});
