/** `<portrait-precheck>` in use: in a form, from another origin, by keyboard, by screen reader. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';

import {
  accessibilityViolations,
  changeReports,
  FILE,
  FINAL,
  PHOTO,
  packageFolder,
  serve,
  serveHost,
  serverAndBrowser,
} from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */
/** @typedef {import('../../www/package/element/portrait-precheck.js').PortraitPrecheck} PortraitPrecheck */

const PROFILE = 'beijing-zikao-2022';

const running = serverAndBrowser();
/** @type {Page} */
let page;
/** @type {{ url: string, stop: () => void } | null} */
let host = null;

beforeEach(async () => {
  page = await running.browser.newPage({ serviceWorkers: 'block', viewport: { width: 390, height: 844 } });
});

afterEach(async () => {
  await page.close();
  host?.stop();
  host = null;
});

/**
 * Opens a page of another origin with the element in a form.
 * @param {string} [policy] the page's content security policy
 */
async function embed(policy) {
  const script = `<script type="module" src="${running.server.url}/element/portrait-precheck.js"></script>`;
  const form = `<form><portrait-precheck name="photo" profile="${PROFILE}"></portrait-precheck></form>`;
  host = await serveHost(`<!doctype html><html lang="en"><title>host</title>${script}${form}`, policy);
  await page.goto(host.url);
}

/** @param {Partial<Report>} change */
const reportWith = (change) => changeReports(page, (_, change) => change, change);

async function choosePhoto() {
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
}

/** What the form would send, and whether it may. */
function form() {
  return page.evaluate(() => {
    const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
    const element = /** @type {PortraitPrecheck} */ (document.querySelector('portrait-precheck'));
    const photo = new FormData(form).get('photo');
    return {
      valid: form.checkValidity(),
      reason: element.validationMessage,
      file: photo instanceof File ? photo.name : null,
    };
  });
}

test('it works in a page of another origin', async () => {
  await embed();
  await choosePhoto();
  assert.ok((await page.locator('li').count()) > 0);
});

test('it works in a page of another origin with a strict policy', async () => {
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await embed(
    `default-src 'none'; script-src ${running.server.url} 'wasm-unsafe-eval'; connect-src ${running.server.url}; worker-src blob:; img-src blob:`,
  );
  await choosePhoto();
  assert.ok((await page.locator('li').count()) > 0);
  assert.deepEqual(
    complaints.filter((complaint) => !complaint.includes('favicon')),
    [],
  );
});

test('a form with a rejected photo is invalid, with the reason', async () => {
  await embed();
  assert.deepEqual(await form(), { valid: true, reason: '', file: null });
  await choosePhoto();
  const { valid, reason } = await form();
  assert.equal(valid, false);
  assert.ok(reason.includes((await page.locator('li .message').first().textContent()) ?? 'no message'), reason);
});

test('a form gets the photo that passed', async () => {
  await reportWith({ decision: 'accepted', findings: [] });
  await embed();
  await choosePhoto();
  assert.deepEqual(await form(), { valid: true, reason: '', file: 'self_test.jpg' });
});

test('a form that is reset has no photo', async () => {
  await embed();
  await choosePhoto();
  await page.evaluate(() => document.querySelector('form')?.reset());
  assert.deepEqual(await form(), { valid: true, reason: '', file: null });
  assert.equal(await page.locator('li').count(), 0);
});

test('a form that needs a photo waits for one', async () => {
  await embed();
  await page.locator('portrait-precheck').evaluate((element) => element.setAttribute('required', ''));
  assert.equal((await form()).valid, false);
});

test('its events report progress, also with builds from another folder', async () => {
  const library = await serve(packageFolder());
  await embed();
  await page.evaluate((src) => {
    const names = ['precheck-ready', 'precheck-progress', 'precheck-result', 'precheck-error'];
    const { events } = Object.assign(window, { events: /** @type {string[]} */ ([]) });
    for (const name of names) document.addEventListener(name, () => events.push(name));
    document.querySelector('portrait-precheck')?.setAttribute('src', src);
  }, `${library.url}/pkg`);
  await page.waitForFunction(() => /** @type {any} */ (window).events.includes('precheck-ready'));
  await choosePhoto();
  const events = /** @type {string[]} */ (await page.evaluate(() => /** @type {any} */ (window).events));
  const withoutProgress = events.filter((name) => name !== 'precheck-progress');
  assert.deepEqual(withoutProgress.slice(-2), ['precheck-ready', 'precheck-result']);
  assert.ok(events.includes('precheck-progress'));
  library.stop();
});

test('the headless checker makes the same report as the element', async () => {
  await embed();
  await choosePhoto();
  const bytes = [...(await readFile(PHOTO))];
  const same = await page.evaluate(
    async ({ bytes, profile, address }) => {
      /** @type {typeof import('../../www/package/checker/checker.js')} */
      const { open } = await import(address);
      const checker = await open();
      const report = await checker.check(new Blob([Uint8Array.from(bytes)]), profile);
      checker.close();
      const element = /** @type {PortraitPrecheck} */ (document.querySelector('portrait-precheck'));
      return JSON.stringify(report) === JSON.stringify(element.report);
    },
    { bytes, profile: PROFILE, address: `${running.server.url}/element/checker.js` },
  );
  assert.ok(same);
});

test('a photo is chosen and its report is read by keyboard alone', async () => {
  const chooser = page.waitForEvent('filechooser');
  await page.goto(running.server.url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await (await chooser).setFiles(PHOTO);
  await page.waitForSelector('.decision:focus');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const first = page.locator('[data-group=fail] li details').first();
  assert.equal(await first.getAttribute('open'), '');
  await page.keyboard.press('Enter');
  assert.equal(await first.getAttribute('open'), null);
});

test('what its reader has closed stays closed when the report is shown again', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  const first = page.locator('[data-group=fail] li details').first();
  await first.locator('summary').click();
  assert.equal(await first.getAttribute('open'), null);
  await page.evaluate(() => document.querySelector('portrait-precheck')?.setAttribute('lang', 'en'));
  await page.waitForSelector('.decision:text("changes")');
  assert.equal(await first.getAttribute('open'), null);
});

test('after a failure the focus is where another photo is chosen', async () => {
  await page.route('**/worker.js', (route) => route.abort());
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector('[role=alert]:not(:empty)');
  assert.ok(await page.locator(FILE).evaluate((input) => input.matches(':focus')));
});

test('a report does not take the focus from another part of the page', async () => {
  await page.goto(running.server.url);
  await page.setInputFiles(FILE, PHOTO);
  await page.focus('#language');
  await page.waitForSelector(FINAL);
  assert.ok(await page.locator('#language').evaluate((button) => button.matches(':focus')));
});

test('every mark is described in words and labelled with the number of its clause', async () => {
  const area = { shape: /** @type {const} */ ('area'), x: 10, y: 5, width: 20, height: 30 };
  await reportWith({
    decision: 'rejected',
    findings: [marked({ value: 1, unit: 'px', limits: { min: 2 }, min: 2, max: null, marks: [area] })],
  });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  const drawn = page.locator('.preview svg .mark');
  const place = await drawn.evaluate((rect) =>
    ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name))),
  );
  assert.deepEqual(place, [10, 5, 20, 30]);
  assert.equal(await page.locator('.preview svg').getAttribute('viewBox'), '0 0 72 72');
  assert.match((await page.locator('.preview svg').getAttribute('aria-label')) ?? '', /1/);
  assert.match((await page.locator('li').textContent()) ?? '', /marked 1 .*20 × 30 pixels/);
});

test('each shape of mark is drawn where the report puts it', async () => {
  /** @type {import('../../www/package/checker/report.js').Mark[][]} */
  const marks = [
    [{ shape: 'line', from: { x: 10, y: 20 }, to: { x: 30, y: 25 } }],
    [
      {
        shape: 'polygon',
        points: [
          { x: 1, y: 2 },
          { x: 30, y: 4 },
          { x: 15, y: 40 },
        ],
      },
      { shape: 'line', from: { x: 0, y: 0 }, to: { x: 0, y: 72 } },
    ],
  ];
  await reportWith({ decision: 'rejected', findings: marks.map((own) => marked({ marks: own })) });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  assert.deepEqual(
    await page
      .locator('.preview svg .mark')
      .evaluateAll((drawn) =>
        drawn.map((one) => [
          one.localName,
          ...['x1', 'y1', 'x2', 'y2', 'points'].map((name) => one.getAttribute(name)),
        ]),
      ),
    [
      ['line', '10', '20', '30', '25', null],
      ['polygon', null, null, null, null, '1,2 30,4 15,40'],
      ['line', '0', '0', '0', '72', null],
    ],
  );
  assert.deepEqual(await page.locator('.preview svg text').allTextContents(), ['1', '2', '2']);
  const description = (await page.locator('[data-group=fail]').textContent()) ?? '';
  assert.match(description, /line marked 1 .*20 × 5 pixels/);
  assert.match(description, /outline marked 2 .*29 × 38 pixels/);
});

/** @typedef {import('../../www/package/checker/report.js').Finding} Finding */

/** A finding with marks on the photo of 72 x 72 pixels. @param {Partial<Finding>} own @returns {Finding} */
function marked(own) {
  const message = { zh: '一', en: 'one' };
  return {
    rule: 'sharpness',
    name: message,
    sentence: '图像清晰',
    english: 'the picture is sharp',
    kind: 'rule',
    severity: 'reject',
    outcome: 'fail',
    because: null,
    explained_by: null,
    value: 20,
    unit: '%',
    limits: { min: 40, max: 60 },
    allowed: message,
    min: 40,
    max: 60,
    margin: 0,
    message,
    advice: message,
    marks: [],
    ...own,
  };
}

test('a bar shows the range that the limits allow, from its own start', async () => {
  const cases = [
    { bar: [60, 50], allowed: [40, 30], why: 'from its start' },
    { bar: [20, 10], allowed: [30, 40], why: 'from its end: off the photo otherwise' },
    { bar: [56, 26], allowed: [0, 0], limits: { min: 40, max: 44 }, why: 'at the edge: off the photo either way' },
  ];
  for (const {
    bar: [from, to],
    allowed,
    limits = { min: 40, max: 60 },
    why,
  } of cases) {
    await reportWith({
      decision: 'rejected',
      findings: [marked({ limits, marks: [{ shape: 'bar', from: { x: 30, y: from }, to: { x: 30, y: to } }] })],
    });
    await page.goto(`${running.server.url}/?lang=en`);
    await choosePhoto();
    const drawn = page.locator('.preview svg .allowed');
    assert.deepEqual(
      await drawn.evaluate((line) => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(line.getAttribute(name)))),
      [30, allowed[0], 30, allowed[1]],
      why,
    );
  }
  assert.match(
    (await page.locator('[data-group=fail]').textContent()) ?? '',
    /ruler marked 1 .*its green part is the allowed range/,
  );
});

test('a heat map colours cells, and words say where they are', async () => {
  await reportWith({
    decision: 'rejected',
    findings: [marked({ marks: [{ shape: 'heat', rows: ['0.9', '...', '.03'] }] })],
  });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  const drawn = page.locator('.preview svg .heat');
  assert.deepEqual(await drawn.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('d'))), [
    'M48 0h24v24h-24z',
    'M48 48h24v24h-24z',
  ]);
  assert.match(
    (await page.locator('[data-group=fail]').textContent()) ?? '',
    /marked 1; .*within 48 from the left, 0 from the top, 24 × 72 pixels/,
  );
});

test('a passed clause is marked while its line is open', async () => {
  const area = { shape: /** @type {const} */ ('area'), x: 10, y: 5, width: 20, height: 30 };
  await reportWith({ decision: 'accepted', findings: [marked({ outcome: 'pass', value: 50, marks: [area] })] });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  assert.equal(await page.locator('.preview svg').count(), 0);
  await page.click('[data-group=pass] > summary');
  await page.click('[data-rule=sharpness] summary');
  await page.waitForSelector('.preview svg .mark.passed');
  assert.match((await page.locator('[data-rule=sharpness]').textContent()) ?? '', /box marked ✓/);
  await page.click('[data-rule=sharpness] summary');
  await page.waitForSelector('.preview svg', { state: 'detached' });
});

/** The states of the page, and how to reach them. */
const STATES = /** @type {Record<string, () => Promise<unknown>>} */ ({
  empty: async () => {},
  checking: async () => {
    await page.route('**/*.wasm', () => {});
    await page.reload();
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector('[aria-live]:not(:empty)');
  },
  failed: async () => {
    await page.route('**/worker.js', (route) => route.abort());
    await page.reload();
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector('[role=alert]:not(:empty)');
  },
  'without the models yet': async () => {
    await page.route('**/*.tflite', () => {});
    await page.reload();
    await page.setInputFiles(FILE, PHOTO);
    await page.waitForSelector('.models:not([hidden])');
  },
  'without the models': async () => {
    await page.route('**/*.tflite', (route) => route.abort());
    await page.reload();
    await choosePhoto();
    await page.waitForSelector('[role=alert]:not(:empty)');
  },
  heic: async () => {
    const buffer = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic');
    await page.setInputFiles(FILE, { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer });
    await page.waitForSelector('.heic');
  },
  rejected: async () => {
    await choosePhoto();
    await page.locator('portrait-precheck').evaluate((element) => {
      for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    });
  },
  accepted: () =>
    reportWith({ decision: 'accepted' })
      .then(() => page.reload())
      .then(choosePhoto),
  undecided: () =>
    reportWith({ decision: 'undecided' })
      .then(() => page.reload())
      .then(choosePhoto),
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`accessible: ${state}, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      for (const language of ['zh', 'en']) {
        await page.goto(`${running.server.url}/?lang=${language}`);
        await reach();
        assert.deepEqual(await accessibilityViolations(page), [], language);
        await page.unrouteAll();
      }
    });
  }
}

test('nothing is wider than the smallest phone, also at twice the text size', async () => {
  for (const viewport of [
    { width: 320, height: 568 },
    { width: 195, height: 422 },
  ]) {
    await page.setViewportSize(viewport);
    await page.goto(`${running.server.url}/?lang=en`);
    await choosePhoto();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${viewport.width}`);
  }
});
