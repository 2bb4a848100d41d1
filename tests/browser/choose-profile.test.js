/** The check page's choice of an office: from the list, by the address, remembered, and a server's own profiles. */

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { FILE, FINAL, PHOTO, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */

const PLACE = '#choose-profile';

/** A profile that the module does not carry. */
const CHOSEN = 'cpta';

const running = serverAndBrowser();
/** @type {Page} */
let page;
/** @type {string[]} */
let requested;

beforeEach(async () => {
  page = await running.browser.newPage({ serviceWorkers: 'block' });
  requested = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
});

afterEach(() => page.close());

const chosen = () =>
  page.locator('portrait-precheck').evaluate((/** @type {PortraitPrecheck} */ { profile, profileUrl }) => ({
    profile,
    profileUrl,
  }));

/** Profiles that were requested, apart from the index. */
const files = () => requested.filter((path) => /\/profiles\/[^/]+\.json$/.test(path));

test('an office is found by a search, judges the photo and is remembered', async () => {
  await page.goto(running.server.url);
  await page.locator(`${PLACE} summary`).click();
  await page.locator(`${PLACE} input`).fill('CPTA');
  assert.equal(await page.locator(`${PLACE} li`).count(), 1);
  assert.deepEqual(files(), [], 'only what is chosen is requested');
  await page.locator(`${PLACE} li button`).click();
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  const judged = await page
    .locator('portrait-precheck')
    .evaluate((/** @type {PortraitPrecheck} */ { report }) => report?.profile.id);
  assert.equal(judged, CHOSEN);
  assert.equal(files().length, 1, String(files()));
  assert.equal(new URL(page.url()).searchParams.get('profile'), CHOSEN);

  await page.goto(running.server.url);
  await page.waitForFunction((id) => new URLSearchParams(location.search).get('profile') === id, CHOSEN);
  assert.equal((await chosen()).profile, CHOSEN);
});

test('the address chooses, before what was remembered', async () => {
  await page.addInitScript(() => localStorage.setItem('profile', 'cet'));
  await page.goto(`${running.server.url}?profile=${CHOSEN}`);
  await page.waitForFunction(
    (id) => /** @type {PortraitPrecheck} */ (document.querySelector('portrait-precheck')).profile === id,
    CHOSEN,
  );
});

test('a profile of the server itself is offered and taken from there', async () => {
  const title = { zh: '本校证件照', en: 'our own' };
  await page.route('**/api/v1/profiles', (route) =>
    route.fulfill({ json: [{ id: 'own', version: '1', sha256: '', title, office: null, region: null }] }),
  );
  await page.goto(`${running.server.url}?profile=own`);
  await page.waitForFunction(
    () => /** @type {PortraitPrecheck} */ (document.querySelector('portrait-precheck')).profile === 'own',
  );
  assert.deepEqual(await chosen(), { profile: 'own', profileUrl: 'api/v1/profiles/own' });
  await page.locator(`${PLACE} summary`).click();
  await page.locator(`${PLACE} input`).fill('本校');
  assert.equal(await page.locator(`${PLACE} li`).count(), 1);
});
