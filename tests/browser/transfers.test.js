/** Downloads that stand still are given up, slow ones are not; what fails or is aborted leaves nothing behind. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';

import { TEXTS } from '../../www/package/element/texts.js';
import { FILE, FINAL, PHOTO, packageFolder, proxy, serve, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/checker.js').PhotoChecker} PhotoChecker */

const PROFILE = 'beijing-zikao-2022';
const ALERT = '[role=alert]:not(:empty)';

/** Milliseconds after which the tests take a transfer for stalled. */
const STALL_LIMIT = 1500;

const running = serverAndBrowser(() => serve(packageFolder()));
/** @type {Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage();
  await page.route('**/checker/transfer.js', async (route) => {
    const response = await route.fetch();
    const original = await response.text();
    const body = original.replace(/STALL_LIMIT = [\d_]+/, `STALL_LIMIT = ${STALL_LIMIT}`);
    assert.notEqual(body, original);
    await route.fulfill({ response, body });
  });
});

afterEach(() => page.close());

/** Never answers requests for these paths. @param {string} paths */
const stall = (paths) => page.route(paths, () => {});

async function choosePhoto(url = running.server.url) {
  await page.goto(`${url}/examples/form.html`);
  await page.setInputFiles(FILE, PHOTO);
}

/** Whether the form may be sent, and its photo. */
const form = () =>
  page.evaluate(() => {
    const photo = new FormData(document.forms[0]).get('photo');
    return { valid: document.forms[0].checkValidity(), photo: photo instanceof File && photo.size > 0 };
  });

for (const file of ['checker/worker.js', 'pkg/simd/portrait_precheck.js', 'pkg/simd/portrait_precheck_bg.wasm']) {
  test(`where ${file} stands still, the form is not held`, async () => {
    await stall(`**/${file}`);
    // Without the limits nothing is judged, and nothing but the check could hold the form.
    await page.route('**/profiles.json', (route) => route.abort());
    await choosePhoto();
    assert.deepEqual(await form(), { valid: false, photo: false });
    await page.waitForSelector(ALERT);
    assert.ok((await page.locator(ALERT).innerText()).includes(TEXTS.download.zh));
    assert.deepEqual(await form(), { valid: true, photo: true });
  });
}

for (const file of ['pkg/preflight/preflight.js', 'pkg/preflight/preflight_bg.wasm', 'pkg/profiles.json']) {
  test(`where ${file} stands still, the photo is checked without it`, async () => {
    await stall(`**/${file}`);
    await choosePhoto();
    await page.waitForSelector(FINAL);
    assert.equal(await page.locator(ALERT).count(), 0);
  });
}

test('where the models stand still, the report comes without them, also for a photo that was asked before', async () => {
  await stall('**/*.tflite');
  await page.goto(`${running.server.url}/package.json`);
  const bytes = [...(await readFile(PHOTO))];
  const models = await page.evaluate(
    async ({ bytes, profile }) => {
      /** @type {typeof import('../../www/package/checker/checker.js')} */
      const { PhotoChecker } = await import(`${location.origin}/checker/checker.js`);
      const checker = new PhotoChecker();
      const photo = new Blob([Uint8Array.from(bytes)]);
      const reports = await Promise.all([checker.check(photo, profile), checker.check(photo, profile)]);
      return reports.map(({ models }) => models.length);
    },
    { bytes, profile: PROFILE },
  );
  assert.deepEqual(models, [0, 0]);
});

test('a download that is slow, but moves, is not given up', async () => {
  const line = await proxy(running.server.url);
  const pieces = 6;
  line.except(/simd\/.*\.wasm$/, (request, response) => {
    get(running.server.url + request.url, async (answer) => {
      const body = Buffer.concat(await answer.toArray());
      response.writeHead(200, answer.headers);
      const length = Math.ceil(body.length / pieces);
      for (let at = 0; at < body.length; at += length) {
        response.write(body.subarray(at, at + length));
        await new Promise((resolve) => setTimeout(resolve, STALL_LIMIT / 2));
      }
      response.end();
    });
  });
  await choosePhoto(line.url);
  await page.waitForSelector(FINAL);
  assert.equal(await page.locator(ALERT).count(), 0);
  line.stop();
});

test('a download that stands still in its middle is given up', async () => {
  const line = await proxy(running.server.url);
  line.except(/simd\/.*\.wasm$/, (request, response) => {
    get(running.server.url + request.url, async (answer) => {
      const body = Buffer.concat(await answer.toArray());
      response.writeHead(200, answer.headers).write(body.subarray(0, body.length / 2));
    });
  });
  await choosePhoto(line.url);
  await page.waitForSelector(ALERT);
  line.cut();
});

test('a model that fails stops the others, and those that are there are not requested again', async () => {
  /** @type {string[]} */
  const requested = [];
  const names = () => requested.splice(0).sort();
  const stopped = /** @type {string[]} */ ([]);
  page.on('requestfailed', (request) => request.url().endsWith('.tflite') && stopped.push(request.url()));
  const isBroken = (/** @type {string} */ url) => url.includes('/selfie_segmentation');
  const arrives = (/** @type {string} */ url) => url.includes('/face_detector');
  /** @type {Promise<void>} */
  const othersAreThere = new Promise((resolve) => {
    // The first progress is that of the one that arrives, which the checker then takes.
    page.exposeFunction('progressed', () => setTimeout(resolve, 1000));
  });
  await page.addInitScript(() => {
    const { progressed } = /** @type {any} */ (window);
    addEventListener(
      'precheck-progress',
      (event) => /** @type {CustomEvent} */ (event).detail.loaded > 0 && progressed(),
    );
  });
  await page.route('**/*.tflite', async (route) => {
    const url = route.request().url();
    requested.push(url);
    if (arrives(url)) return route.continue();
    if (!isBroken(url)) return;
    await othersAreThere;
    await route.abort();
  });
  await choosePhoto();
  await page.waitForSelector(FINAL);
  assert.equal(await page.locator('[role=alert]').textContent(), TEXTS.noModels.zh);
  const all = names();
  assert.ok(all.length > 3 && all.some(arrives) && all.some(isBroken), `${all}`);
  assert.deepEqual(
    stopped.sort(),
    all.filter((url) => !arrives(url)),
  );

  await page.unroute('**/*.tflite');
  page.on('request', (request) => request.url().endsWith('.tflite') && requested.push(request.url()));
  await page.click('[part=retry]');
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('portrait-precheck')).report?.models.length > 0,
  );
  assert.deepEqual(
    names(),
    all.filter((url) => !arrives(url)),
  );
});

/**
 * Runs a function in a page with the headless checker and a photo.
 * @template T
 * @param {(PhotoChecker: new () => PhotoChecker, photo: Blob, profile: string) => Promise<T>} run
 * @returns {Promise<T>}
 */
async function withChecker(run) {
  await page.goto(`${running.server.url}/package.json`);
  const photo = `new Blob([Uint8Array.of(${[...(await readFile(PHOTO))]})])`;
  return page.evaluate(
    `import('/checker/checker.js').then(({ PhotoChecker }) => (${run})(PhotoChecker, ${photo}, '${PROFILE}'))`,
  );
}

test('a worker that was replaced does not end the one after it', async () => {
  const { workers, checked } = await withChecker(async (PhotoChecker, photo, profile) => {
    /** @type {Worker[]} */
    const workers = [];
    const Real = globalThis.Worker;
    globalThis.Worker = /** @type {any} */ (
      class extends Real {
        /** @param {any[]} options */
        constructor(...options) {
          super(.../** @type {[string, WorkerOptions]} */ (options));
          workers.push(this);
        }
      }
    );
    const checker = new PhotoChecker();
    checker.open().catch(() => {});
    // The reason is looked for a while, in which the checker is closed and opened again.
    workers[0].dispatchEvent(new ErrorEvent('error'));
    checker.close();
    await checker.open();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { findings } = await checker.check(photo, profile);
    return { workers: workers.length, checked: findings.length > 0 };
  });
  assert.deepEqual([workers, checked], [2, true]);
});

test('a signal that outlives its checks keeps nothing of them', async () => {
  const listeners = await withChecker(async (PhotoChecker, photo, profile) => {
    const { signal } = new AbortController();
    let listeners = 0;
    for (const [name, change] of Object.entries({ addEventListener: 1, removeEventListener: -1 })) {
      const original = /** @type {any} */ (signal)[name];
      Object.assign(signal, {
        [name]: (/** @type {any[]} */ ...options) => {
          listeners += change;
          original.apply(signal, options);
        },
      });
    }
    const checker = new PhotoChecker();
    await checker.check(photo, profile, { signal });
    await checker.check(photo, 'no such profile', { signal }).catch(() => {});
    return listeners;
  });
  assert.equal(listeners, 0);
});

test('a check that is aborted ends at once, even before the module is loaded', async () => {
  await stall('**/*.wasm');
  const reason = await withChecker(async (PhotoChecker, photo, profile) => {
    const controller = new AbortController();
    const check = new PhotoChecker().check(photo, profile, { signal: controller.signal });
    controller.abort(new Error('not any more'));
    return check.then(String, String);
  });
  assert.equal(reason, 'Error: not any more');
});

test('a profile that does not exist is named, and the worker goes on', async () => {
  let workers = 0;
  page.on('worker', () => (workers += 1));
  const errors = await withChecker(async (PhotoChecker, photo, profile) => {
    const checker = new PhotoChecker();
    const refusals = ['beijing', '{ "id": 1 }'].map((wrong) =>
      checker.check(photo, wrong).then(String, (error) => error),
    );
    const errors = await Promise.all(refusals);
    await checker.check(photo, profile);
    return errors.map(({ reason, message }) => `${reason}: ${message}`);
  });
  assert.equal(errors[0], 'profile: no profile has the id `beijing`');
  assert.match(errors[1], /^profile: /);
  assert.equal(workers, 1);
});
