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
  tabTo,
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
  await page.waitForSelector(FILE, { state: 'attached' });
  await tabTo(page, FILE);
  await page.keyboard.press('Space');
  await (await chooser).setFiles(PHOTO);
  await page.waitForSelector('.decision:focus');
  await tabTo(page, '[data-group=fail] li summary');
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
  await page.waitForSelector('.decision:has-text("mend")');
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

test('a mark is drawn where the report puts it, with one number, and its place in words for screen readers', async () => {
  const area = { shape: /** @type {const} */ ('area'), x: 10, y: 5, width: 20, height: 30 };
  await reportWith({ decision: 'rejected', findings: [marked({ marks: [area, { ...area, y: 40 }] })] });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  const places = await drawn('rect.mark', ['x', 'y', 'width', 'height']);
  assert.deepEqual(places, [
    ['10', '5', '20', '30'],
    ['10', '40', '20', '30'],
  ]);
  assert.equal(await page.locator('.preview svg').getAttribute('viewBox'), '0 0 72 72');
  assert.deepEqual(await page.locator('.preview svg .badge').allTextContents(), ['1']);
  assert.match((await page.locator('.preview svg').getAttribute('aria-label')) ?? '', /1/);
  assert.match((await page.locator('li .unseen').textContent()) ?? '', /middle left/);
  const visible = await page.locator('[part=clause]').innerText();
  assert.doesNotMatch(visible, /\d{2}/);
});

test('small parts are encircled, many lines become one outline, and a single line leaves free what it was measured on', async () => {
  /** @type {(y: number) => import('../../www/package/checker/report.js').Mark} */
  const line = (y) => ({ shape: 'line', from: { x: 20, y }, to: { x: 40, y } });
  const triangle = [
    { x: 20, y: 30 },
    { x: 24, y: 30 },
    { x: 22, y: 33 },
  ];
  /** @type {[import('../../www/package/checker/report.js').Mark[], string, string[], string[][]][]} */
  const cases = [
    [[{ shape: 'polygon', points: triangle }], 'rect.mark', ['x', 'y', 'width'], [['18.56', '28.56', '6.88']]],
    [[line(20), line(30), line(40)], 'rect.mark', ['x', 'y', 'width'], [['18.56', '18.56', '22.88']]],
    [[line(20)], 'path.mark', ['d'], [['M14 20L4 20'], ['M46 20L56 20']]],
    [[line(20), line(30)], 'path.mark', ['d'], [['M20 20L40 20'], ['M20 30L40 30']]],
  ];
  for (const [marks, selector, attributes, expected] of cases) {
    await reportWith({ decision: 'rejected', findings: [marked({ marks })] });
    await page.goto(`${running.server.url}/?lang=en`);
    await choosePhoto();
    assert.deepEqual(await drawn(selector, attributes), expected);
    await page.unrouteAll();
  }
});

/**
 * Attributes of what is drawn on the photo.
 * @param {string} selector
 * @param {string[]} attributes
 */
function drawn(selector, attributes) {
  return page
    .locator(`.preview svg ${selector}`)
    .evaluateAll(
      (shapes, attributes) => shapes.map((shape) => attributes.map((name) => shape.getAttribute(name))),
      attributes,
    );
}

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

test('a bar is drawn beside the face, with its wanted place in words', async () => {
  const cases = [
    { bar: [60, 50], wanted: [30, 10], why: 'from its start' },
    { bar: [20, 10], wanted: [30, 10], why: 'from its end: off the photo otherwise' },
    { bar: [56, 26], own: { min: 40, max: 44 }, wanted: [0, 0], why: 'at the edge: off the photo either way' },
  ];
  for (const { bar, own, wanted, why } of cases) {
    const [from, to] = bar;
    const mark = { shape: /** @type {const} */ ('bar'), from: { x: 30, y: from }, to: { x: 30, y: to } };
    await reportWith({ decision: 'rejected', findings: [marked({ ...own, marks: [mark] })] });
    await page.goto(`${running.server.url}/?lang=en`);
    await choosePhoto();
    assert.deepEqual(await drawn('rect.wanted', ['y', 'height']), [wanted.map(String)], why);
    assert.match(
      (await page.locator('path.mark').getAttribute('d')) ?? '',
      new RegExp(`^M66\\.24\\d* ${from}L66\\.24\\d* ${to}M`),
    );
    assert.equal(await page.locator('text.wanted').textContent(), 'should end here');
    await page.unrouteAll();
  }
});

test('a heat map is outlined where it is far off', async () => {
  await reportWith({
    decision: 'rejected',
    findings: [marked({ marks: [{ shape: 'heat', rows: ['0.9', '..8', '.03'] }] })],
  });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  assert.deepEqual(await drawn('.heat', ['d']), [['M48 0h24v24h-24zM48 24h24v24h-24z']]);
  assert.deepEqual(await drawn('path.mark', ['d']), [['M48 0H72M72 0V24M48 0V24M72 24V48M48 48H72M48 24V48']]);
});

test('the photo shows the marks of the line that is open, and of all where none is', async () => {
  /** @type {(x: number) => import('../../www/package/checker/report.js').Mark} */
  const area = (x) => ({ shape: 'area', x, y: 5, width: 20, height: 30 });
  const findings = [marked({ marks: [area(5)] }), marked({ rule: 'noise-free', severity: 'warn', marks: [area(40)] })];
  await reportWith({ decision: 'rejected', findings });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  const badges = page.locator('.preview svg .badge');
  assert.deepEqual(await badges.allTextContents(), ['1']);
  await page.locator('[data-rule=sharpness] summary').first().click();
  await page.waitForFunction(
    () => document.querySelector('portrait-precheck')?.shadowRoot?.querySelectorAll('.badge').length === 2,
  );
  await page.locator('[data-rule=noise-free] summary').first().click();
  await page.waitForSelector('.preview svg .mark.warn');
  await page.waitForSelector('.preview svg .mark.fail', { state: 'detached' });
  assert.deepEqual(await badges.allTextContents(), ['2']);
  const picture = await page.locator('.preview').boundingBox();
  assert.ok(picture && picture.y >= 0 && picture.y + picture.height <= 844, 'the photo stays in sight');
});

test('the photo is enlarged by keyboard and by tapping, and the focus returns', async () => {
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  const [button, dialog] = [page.locator('.enlarge'), page.locator('dialog')];
  const focused = () => button.evaluate((element) => element.matches(':focus'));
  await button.focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  assert.ok(await page.locator('.close').evaluate((element) => element.matches(':focus')));
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await focused());
  await button.click();
  await dialog.click({ position: { x: 20, y: 20 } });
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await focused());
});

test('what is in doubt is asked, and the answer goes with the photo into the form', async () => {
  const questions = [
    marked({ outcome: 'doubtful', message: { zh: '双耳都露出来了吗？', en: 'Are both ears free?' } }),
    marked({ rule: 'noise-free', outcome: 'doubtful', severity: 'warn' }),
  ];
  await reportWith({ decision: 'undecided', findings: questions });
  await embed();
  await page.evaluate(() => {
    const { answers } = Object.assign(window, { answers: /** @type {unknown[]} */ ([]) });
    document
      .querySelector('portrait-precheck')
      ?.addEventListener('precheck-answer', ({ detail: { rule, answer } }) => answers.push([rule, answer]));
  });
  await choosePhoto();
  const key = () => page.locator('.decision').getAttribute('data-headline');
  const sent = () =>
    page.evaluate(() => {
      const data = new FormData(/** @type {HTMLFormElement} */ (document.querySelector('form')));
      return [/** @type {File} */ (data.get('photo')).name, data.get('photo-answers')];
    });
  assert.equal(await key(), 'questions');
  assert.equal(await page.locator('[data-rule=sharpness] .advice').textContent(), 'If not: one');
  assert.deepEqual(await sent(), ['self_test.jpg', null]);

  await page.locator('[data-rule=noise-free] [data-answer=yes]').click();
  const no = page.locator('[data-rule=sharpness] [data-answer=no]');
  await no.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-group=fail] [data-rule=sharpness]');
  assert.ok(await no.evaluate((button) => button.matches(':focus')), 'the focus moves with the question');
  assert.equal(await no.getAttribute('aria-pressed'), 'true');
  assert.equal(await key(), 'mend');
  assert.equal(await page.locator('[data-rule=sharpness] .advice').textContent(), 'one');
  assert.equal(await page.locator('[data-rule=noise-free] .advice').count(), 0);
  const answers = { 'noise-free': 'yes', sharpness: 'no' };
  assert.deepEqual(await sent(), ['self_test.jpg', JSON.stringify(answers)]);
  assert.deepEqual(await page.evaluate(() => document.querySelector('portrait-precheck')?.answers), answers);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).answers), Object.entries(answers));
  assert.equal((await form()).valid, true);

  // Another photo has other answers; the first one keeps its own.
  await page.click('[part=remove]');
  assert.deepEqual(await page.evaluate(() => document.querySelector('portrait-precheck')?.answers), {});
  await choosePhoto();
  assert.deepEqual(await sent(), ['self_test.jpg', JSON.stringify(answers)]);
});

test('a photo that passed has the next step, and little more to read', async () => {
  const passed = (/** @type {string} */ rule) =>
    marked({ rule, outcome: 'pass', message: { zh: '通过', en: 'passed' } });
  await reportWith({ decision: 'accepted', findings: ['sharpness', 'noise-free'].map(passed) });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  assert.equal(await page.locator('.decision.good').getAttribute('data-headline'), 'nothingFound');
  await page.locator('[part=next]').waitFor();
  const { height } = (await page.locator('[part=result]').boundingBox()) ?? { height: Infinity };
  assert.ok(height < 844, `${height}`);
});

test('what follows from a cause is folded under it', async () => {
  const findings = [
    marked({}),
    marked({ rule: 'noise-free', explained_by: 'sharpness', message: { zh: '二', en: 'two' } }),
  ];
  await reportWith({ decision: 'rejected', findings });
  await page.goto(`${running.server.url}/?lang=en`);
  await choosePhoto();
  assert.equal(await page.locator('[part=clause]').count(), 1);
  assert.match((await page.locator('.decision').textContent()) ?? '', /: 1$/);
  const effect = page.locator('[data-rule=sharpness] .caused [data-rule=noise-free]');
  assert.equal(await effect.isVisible(), false);
  await page.click('.caused > summary');
  assert.equal(await effect.isVisible(), true);
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
