/** `<portrait-precheck>` as a form field among others: paste, disabled fieldsets, wrong profiles, the server, memory. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import { FILE, FINAL, PHOTO, serveHost, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */
/** @typedef {import('../../www/package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */

const PROFILE = 'beijing-zikao-2022';
const ALERT = '[role=alert]:not(:empty)';
const CHECKS = '**/api/v1/checks*';

const running = serverAndBrowser();
/** @type {Page} */
let page;
/** @type {{ url: string, stop: () => void } | null} */
let host = null;
/** @type {string[]} */
let complaints;

beforeEach(async () => {
  page = await running.browser.newPage({ serviceWorkers: 'block', viewport: { width: 390, height: 844 } });
  complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});

afterEach(async () => {
  await page.close();
  host?.stop();
  host = null;
});

/** Opens a page of another origin. @param {string} form the content of its form */
async function open(form) {
  const script = `<script type="module" src="${running.server.url}/element/portrait-precheck.js"></script>`;
  host?.stop();
  host = await serveHost(
    `<!doctype html><html lang="en"><title>host</title><link rel="icon" href="data:,">${script}<form>${form}</form>`,
  );
  await page.goto(host.url);
}

const ELEMENT = `<portrait-precheck name="photo" profile="${PROFILE}"></portrait-precheck>`;

const element = () => page.locator('portrait-precheck').first();

/** Which elements of the page have a photo. */
const chosen = () =>
  page
    .locator('portrait-precheck')
    .evaluateAll((elements) => elements.map((element) => /** @type {PortraitPrecheck} */ (element).file?.name ?? null));

/** Pastes a file where the focus is. @param {string} name @param {string} type */
async function paste(name, type) {
  await page.evaluate(
    ({ name, type }) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['content'], name, { type }));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    { name, type },
  );
}

test('a picture is pasted once, where it is meant', async () => {
  await open(`<input id="other">${ELEMENT}${ELEMENT}`);
  await page.locator(FILE).nth(1).waitFor({ state: 'attached' });
  await page.focus('#other');
  await paste('elsewhere.jpg', 'image/jpeg');
  assert.deepEqual(await chosen(), [null, null]);

  await page.locator('#other').blur();
  await paste('text.pdf', 'application/pdf');
  assert.deepEqual(await chosen(), [null, null]);
  await paste('nowhere.jpg', 'image/jpeg');
  assert.deepEqual(await chosen(), ['nowhere.jpg', null]);

  await page.locator(FILE).nth(1).focus();
  await paste('second.jpg', 'image/jpeg');
  assert.deepEqual(await chosen(), ['nowhere.jpg', 'second.jpg']);
});

test('in a disabled fieldset nothing can be chosen', async () => {
  await open(`<fieldset disabled>${ELEMENT}</fieldset>`);
  await page.locator(FILE).waitFor({ state: 'attached' });
  assert.ok(await page.locator(FILE).isDisabled());
  await paste('portrait.jpg', 'image/jpeg');
  await page.locator('[part=drop]').evaluate((drop) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['content'], 'portrait.jpg', { type: 'image/jpeg' }));
    drop.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  assert.deepEqual(await chosen(), [null]);
  await page.evaluate(() => document.querySelector('fieldset')?.removeAttribute('disabled'));
  assert.ok(await page.locator(FILE).isEnabled());
  await paste('portrait.jpg', 'image/jpeg');
  assert.deepEqual(await chosen(), ['portrait.jpg']);
});

test('no address of a photo is left behind', async () => {
  await page.addInitScript(() => {
    const { addresses } = Object.assign(window, { addresses: /** @type {Set<string>} */ (new Set()) });
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object) => {
      const address = createObjectURL(object);
      if (object instanceof File) addresses.add(address);
      return address;
    };
    URL.revokeObjectURL = (address) => {
      addresses.delete(address);
      revokeObjectURL(address);
    };
  });
  const held = () => page.evaluate(() => /** @type {any} */ (window).addresses.size);
  await open(ELEMENT);
  await page.setInputFiles(FILE, PHOTO);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  assert.equal(await held(), 1);
  await element().evaluate((element) => {
    Object.assign(window, { element });
    element.remove();
  });
  assert.equal(await held(), 0);
  await page.evaluate(() => document.forms[0].append(/** @type {any} */ (window).element));
  await page.waitForFunction(() => {
    const image = document.querySelector('portrait-precheck')?.shadowRoot?.querySelector('img');
    return image?.complete && image.naturalWidth > 0;
  });
  assert.equal(await held(), 1);
  await page.click('[part=remove]');
  assert.equal(await held(), 0);
});

/** Lets the server be asked, where the checker cannot run. */
async function askServer() {
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await open(`${ELEMENT.replace('name', `server="${running.server.url}" name`)}<button type="reset">`);
  await page.setInputFiles(FILE, PHOTO);
  await page.click('[part=consent]');
}

for (const [change, make] of /** @type {[string, () => Promise<unknown>][]} */ ([
  ['another is chosen', () => page.setInputFiles(FILE, PHOTO)],
  ['it is removed', () => page.click('[part=remove]')],
  ['the form is reset', () => page.click('[type=reset]')],
  ['the element is removed', () => element().evaluate((element) => element.remove())],
])) {
  test(`a photo on its way to the server is stopped when ${change}`, async () => {
    await page.route(CHECKS, () => {});
    const sent = page.waitForRequest(CHECKS);
    await askServer();
    await sent;
    const stopped = page.waitForEvent('requestfailed', (request) => request.url().includes('/checks'));
    await make();
    assert.match((await stopped).failure()?.errorText ?? '', /ABORTED/);
  });
}

/** What the server counts of comparisons, by result. */
async function comparisons() {
  const metrics = await (await fetch(`${running.server.url}/metrics`)).text();
  const lines = metrics.matchAll(/^\w*report_comparisons_total\{result="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, result, count]) => [result, Number(count)]));
}

test('the server finds the report of this browser the same as its own', async () => {
  const before = await comparisons();
  await open('');
  const answer = await page.evaluate(
    async ({ url, profile, photo }) => {
      /** @type {typeof import('../../www/package/checker/checker.js')} */
      const { open, reportClaim } = await import(`${url}/element/checker.js`);
      const body = new Blob([Uint8Array.from(photo)]);
      const checker = await open();
      const claim = await reportClaim(await checker.check(body, profile));
      const headers = { 'x-precheck-report-sha256': claim ?? '' };
      return (await fetch(`${url}/api/v1/checks?profile=${profile}`, { method: 'POST', body, headers })).status;
    },
    { url: running.server.url, profile: PROFILE, photo: [...(await readFile(PHOTO))] },
  );
  const after = await comparisons();
  assert.deepEqual([answer, after], [200, { ...before, same: (before.same ?? 0) + 1 }]);
});

/** Asks the server although the report is there, since the models are not; its answer is the report, changed. @param {(own: Report) => object} change */
async function askWithOwnReport(change) {
  await page.route('**/*.tflite', (route) => route.abort());
  await open(ELEMENT.replace('name', `server="${running.server.url}" name`));
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector('[part=consent]');
  const own = /** @type {Report} */ (await element().evaluate((element) => /** @type {any} */ (element).report));
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
  await page.route(CHECKS, (route) => route.fulfill({ json: change(own), headers }));
  const request = page.waitForRequest((request) => request.url().includes('/checks') && request.method() === 'POST');
  await page.click('[part=consent]');
  await page.waitForSelector('[part=help]:empty', { state: 'attached' });
  const shown = await page.locator('[part=progress]').textContent();
  return { own, claim: (await request).headers()['x-precheck-report-sha256'], shown };
}

test('the server gets the digest of this device’s report with the photo', async () => {
  const { own, claim, shown } = await askWithOwnReport((own) => ({ ...own, models: [{ id: 'other', sha256: '00' }] }));
  assert.match(claim, new RegExp(`^[0-9a-f]{64}; engine=${own.engine}; profile=${own.profile.sha256}; models=$`));
  assert.equal(shown, TEXTS.byServer.en);
});

test('where the server’s report contradicts the one of this device, the page says so', async () => {
  assert.equal((await askWithOwnReport((own) => own)).shown, TEXTS.byServer.en);
  await page.unrouteAll();
  const { shown } = await askWithOwnReport((own) => ({ ...own, decision: 'accepted' }));
  assert.equal(shown, TEXTS.serverDiffers.en);
});

for (const [attribute, named] of [
  ['profile="beijing-zikao-2O22"', 'beijing-zikao-2O22'],
  ['', 'profile=""'],
]) {
  test(`a form with a wrong profile is invalid, and says so: ${attribute || 'none'}`, async () => {
    await open(`<portrait-precheck name="photo" ${attribute}></portrait-precheck>`);
    await page.waitForSelector(ALERT);
    const valid = () => page.evaluate(() => document.forms[0].checkValidity());
    for (const choose of [async () => {}, () => page.setInputFiles(FILE, PHOTO)]) {
      await choose();
      await page.waitForSelector(`${ALERT}:has-text("operator")`);
      await page.waitForSelector('[part=progress]:empty', { state: 'attached' });
      assert.equal(await page.locator(ALERT).innerText(), TEXTS.profile.en);
      assert.equal(await page.locator('.decision').count(), 0);
      assert.equal(await valid(), false);
    }
    assert.ok(
      complaints.some((line) => line.includes(named) && line.includes(PROFILE)),
      `${complaints}`,
    );
    await element().evaluate((element, profile) => element.setAttribute('profile', profile), PROFILE);
    await page.waitForSelector(FINAL);
    assert.equal(await page.locator(ALERT).count(), 0);
    await page.click('[part=remove]');
    assert.equal(await valid(), true);
  });
}
