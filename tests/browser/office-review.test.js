/** The review: one photo at a time, many at a glance, two reviewers and a lead. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { candidate, portraits } from './campaign.js';
import { submit } from './candidate.js';
import { staffPage, startOffice } from './office.js';
import { accessibilityViolations, launch } from './support.js';

/** @typedef {import('playwright-core').Page} Page */

/** In the grid that the test looks at. */
const PHOTOS = 12;

/** @type {import('./campaign.js').Campaign} */
let campaign;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof portraits>>} */
let photos;

/** Faults of all pages. @type {string[]} */
const faults = [];

/** A member of staff on a page. @param {string} name @param {string} address @param {import('playwright-core').BrowserContextOptions} [options] */
async function desk(name, address, options = {}) {
  const page = await staffPage(browser, campaign, name, { address, ...options });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  return page;
}

/** Each test has people of its own from the roster. */
let people = 0;

/** Somebody whose photo was approved. */
let approved = 0;

before(async () => {
  campaign = await startOffice({ undo_seconds: '5', second_percent: '0' });
  browser = await launch();
  photos = await portraits(browser);
});

after(async () => {
  await browser?.close();
  await campaign?.stop();
});

/** So many people hand in a photo. @param {number} count @param {object} [declarations] */
async function handedIn(count, declarations) {
  const numbers = Array.from({ length: count }, () => ++people);
  const asks = await Promise.all(
    numbers.map((number) => submit(campaign, number, [photos.good], undefined, declarations)),
  );
  return numbers.map((number, index) => ({ number, ask: asks[index] }));
}

/** The review whose photo is shown. @param {Page} page @param {string} [other] that is not meant */
async function shown(page, other = '') {
  const stage = await page.waitForFunction((other) => {
    const review = document.querySelector('.stage:has(img)')?.getAttribute('data-review');
    return review && review !== other && review;
  }, other);
  return String(await stage.jsonValue());
}

/** What is said above the photo. @param {Page} page @param {RegExp} words */
const says = (page, words) =>
  page.waitForFunction(
    (words) => new RegExp(words).test(document.querySelector('.queue')?.textContent ?? ''),
    words.source,
  );

/** Waits until somebody has been told something. @param {number} number @param {string} template */
async function told(number, template) {
  for (let tries = 0; tries < 120; tries++) {
    if ((await campaign.messagesOf(candidate(number).phone)).includes(template)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`number ${number} was not told ${template}`);
}

/** Whose photo is shown: asks for the name. @param {Page} page */
async function numberOf(page) {
  await page.keyboard.press('i');
  const said = await page.waitForFunction(
    () => document.querySelector('.identity')?.textContent?.match(/0501110(\d{3})/)?.[1],
  );
  return Number(await said.jsonValue());
}

/** How long the photos after decisions took to be there, in milliseconds. @param {Page} page @param {string} name */
const durations = (page, name) =>
  page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration), name);

test('a decision a key, the next photo is there, and nobody hears of what is taken back in time', async () => {
  await handedIn(3);
  const page = await desk('reviewer', '#review');
  const one = await shown(page);
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.match(await page.innerText('.identity'), /王\*\*/);
  const rejected = await numberOf(page);

  await page.keyboard.press('a');
  const two = await shown(page, one);
  await page.keyboard.press('z');
  await says(page, /已撤销/);
  assert.equal(await shown(page, two), one, 'what was taken back is shown again');

  await page.evaluate(() => {
    for (const button of document.querySelectorAll('.reasons [aria-pressed=true]')) {
      /** @type {HTMLElement} */ (button).click();
    }
  });
  await page.keyboard.press('r');
  await says(page, /请先选原因/);
  await page.keyboard.press('2');
  assert.equal(await page.locator('[data-reason=selfie]').getAttribute('aria-pressed'), 'true');
  for (const [key, view] of [
    ['g', 'guides'],
    ['m', 'marks'],
    ['f', 'isLarge'],
  ]) {
    const button = page.locator(`[data-view=${view}]`);
    const before = await button.getAttribute('aria-pressed');
    await page.keyboard.press(key);
    assert.notEqual(await button.getAttribute('aria-pressed'), before, view);
    assert.deepEqual(await accessibilityViolations(page), [], view);
    await page.keyboard.press(key);
  }
  await page.keyboard.press('r');
  await shown(page, one);
  approved = await numberOf(page);
  await page.keyboard.press('Space');
  await says(page, /通过/);
  const texts = await campaign.messagesOf(candidate(rejected).phone);
  assert.ok(!texts.includes('rejected') && !texts.includes('approved'), 'the message has not left yet');
  await page.keyboard.press('z');
  await says(page, /已撤销/);
  await page.keyboard.press('a');
  await page.waitForSelector('.stage[data-review] img');
  const took = await durations(page, 'next photo');
  console.log(`next photos after ${took.map(Math.round).join(', ')} ms`);
  await page.keyboard.press('a');
  await page.waitForSelector('.stage .empty');
  assert.deepEqual(await accessibilityViolations(page), []);
  await told(rejected, 'rejected');
  await told(approved, 'approved');
  await page.keyboard.press('z');
  await says(page, /撤销/);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('in the grid a key picks out a photo, Enter approves the rest, and Backspace takes it back', async () => {
  await handedIn(PHOTOS);
  await handedIn(1, { head_covering: 'medical' });
  const page = await desk('second', '#grid');
  await page.click('.toolbar .key:text-is("12")');
  const there = (/** @type {number} */ count) =>
    page.waitForFunction((count) => document.querySelectorAll('.grid canvas[width="480"]').length === count, count);
  await there(PHOTOS);
  assert.deepEqual(await accessibilityViolations(page), []);
  const [third] = await page
    .locator('.grid > li:nth-child(3)')
    .evaluateAll((cells) => cells.map((cell) => cell.dataset.review));
  await page.keyboard.press('3');
  await page.keyboard.press('w');
  await page.keyboard.press('w');
  assert.equal(await page.locator('.pick[aria-pressed=true]').count(), 1);
  await page.locator('.grid .large').first().click();
  await page.waitForSelector('dialog[open] img');
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await says(page, /已通过 11 张/);
  await page.keyboard.press('Backspace');
  await says(page, /已撤销/);
  await there(PHOTOS - 1);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.grid > .empty');
  assert.match(await page.innerText('.grid > .empty'), /还有 2 张照片要逐张审核/);
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.click('.toolbar .key:has-text("逐张处理")');
  assert.equal(await shown(page), third, 'what was picked out comes first');
  const rejected = await numberOf(page);
  await page.keyboard.press('1');
  await page.keyboard.press('r');
  await shown(page, third);
  assert.match(await page.innerText('.panel'), /因医疗原因/);
  await page.keyboard.press('a');
  await told(rejected, 'rejected');
  const all = Array.from({ length: PHOTOS + 1 }, (_, place) => people - place);
  await Promise.all(all.filter((number) => number !== rejected).map((number) => told(number, 'approved')));

  // A photo that is still on its way is not approved; what is picked out stays so when the page is drawn anew.
  await handedIn(2);
  let free = () => {};
  const isFree = new Promise((resolve) => {
    free = () => resolve(null);
  });
  let asked = 0;
  await page.route('**/photo', async (route) => {
    if (++asked === 2) await isFree;
    await route.continue();
  });
  await page.evaluate(() => {
    location.hash = '#grid';
  });
  await there(1);
  await page.keyboard.press('Enter');
  await says(page, /已通过 1 张/);
  assert.equal(await page.locator('.grid .pick').count(), 1);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.grid .pick').count(), 1, 'nobody has seen it');
  free();
  await there(1);
  await page.keyboard.press('1');
  await page.click('#language');
  await page.waitForFunction(() => /1 more/.test(document.querySelector('.grid > .empty')?.textContent ?? ''));
  await page.evaluate(() => {
    location.hash = '#review';
  });
  await shown(page);
  await page.keyboard.press('a');
  await page.waitForSelector('.stage .empty');
  assert.deepEqual(faults, []);
  await page.context().close();
});

test('no two reviewers have one photo; a page that has none says where they are; what is left is free', async () => {
  const [{ number, ask }] = await handedIn(1);
  const one = await desk('lead', '?lang=en#review', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const review = await shown(one);
  assert.deepEqual(await accessibilityViolations(one), []);
  const other = await desk('admin', '#review');
  await other.waitForSelector('.stage .empty');
  assert.match(await other.innerText('.stage'), /1 张照片正在同事手里/);
  await one.goto('about:blank');
  assert.equal(await shown(other), review, 'what a colleague has left is there at once');
  await other.keyboard.press('9');
  await other.keyboard.press('r');
  await told(number, 'rejected');

  await ask('POST', 'collection/reminder', {});
  await ask('PUT', 'collection/photo', photos.otherGood.buffer);
  await other.waitForSelector('.stage figcaption');
  assert.match(await other.innerText('.stage figcaption'), /遮挡/);
  assert.deepEqual(await accessibilityViolations(other), []);
  await other.keyboard.press('a');
  await other.waitForSelector('.stage .empty');

  // A lead has another look at what was approved, and sees what was decided before.
  const { studentNumber } = candidate(approved);
  await other.evaluate(async (number) => {
    const [record] = await (await fetch(`../api/v1/staff/records?student_number=${number}`)).json();
    await fetch(`../api/v1/staff/records/${record.id}/reopen`, { method: 'POST' });
  }, studentNumber);
  await shown(other);
  assert.match(await other.innerText('.panel ol'), /通过/);
  await other.keyboard.press('a');

  // Whoever is signed out meanwhile signs in, and is where he was.
  await other.context().clearCookies();
  await other.reload();
  await other.waitForSelector('main[data-page=sign-in]');
  assert.deepEqual(await accessibilityViolations(other), []);
  assert.match(other.url(), /#review$/);
  assert.deepEqual(faults, []);
  await one.context().close();
  await other.context().close();
});
