/** The package served as it is, unbundled, and its modules by themselves. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { FILE, FINAL, PHOTO, packageFolder, ROOT, serve, serverAndBrowser } from './support.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../www/package/checker/report.js').Report} Report */

const PROFILE = 'beijing-zikao-2022';
/** The clauses on the file itself. */
const FILE_RULES = ['file-format', 'file-size', 'pixel-size', 'file-readable', 'compression-artifacts'];

const running = serverAndBrowser(() => serve(packageFolder()));
/** @type {Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage();
});

afterEach(() => page.close());

test('the example with a form keeps a rejected photo from being sent', async () => {
  await page.goto(`${running.server.url}/examples/form.html`);
  await page.setInputFiles(FILE, PHOTO);
  await page.waitForSelector(FINAL);
  const address = page.url();
  await page.click('button');
  assert.equal(page.url(), address);
  assert.equal(await page.evaluate(() => document.forms[0].checkValidity()), false);
});

/** Opens some file of the package, so that its modules can be imported. */
const openOrigin = () => page.goto(`${running.server.url}/package.json`);

/** The folder of the build that the loader takes. */
async function loadedBuild() {
  /** @type {string[]} */
  const loaded = [];
  page.on('requestfinished', (request) => {
    const [, build] = request.url().match(/pkg\/(\w+)\/.*\.wasm$/) ?? [];
    if (build) loaded.push(build);
  });
  await page.evaluate(async () => {
    const { loadModule } = await import(`${location.origin}/checker/load-module.js`);
    await loadModule(`${location.origin}/pkg/`);
  });
  return loaded.at(-1);
}

test('the build with SIMD is taken where it works', async () => {
  await openOrigin();
  assert.equal(await loadedBuild(), 'simd');
});

test('the scalar build is taken where the browser does not accept SIMD', async () => {
  await openOrigin();
  await page.evaluate(() => {
    WebAssembly.validate = () => false;
  });
  assert.equal(await loadedBuild(), 'scalar');
});

test('the scalar build is taken where the self-test of the other fails', async () => {
  await page.route('**/pkg/simd/*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\nChecker.selfTest = () => false;` });
  });
  await openOrigin();
  assert.equal(await loadedBuild(), 'scalar');
});

/** The opcodes of SIMD instructions after their prefix, each with another one of the same type. */
const WRONG_INSTRUCTIONS = [
  { name: 'f32x4.add', right: 0xe4, wrong: 0xe5 },
  { name: 'f32x4.sub', right: 0xe5, wrong: 0xe4 },
  { name: 'f32x4.mul', right: 0xe6, wrong: 0xe4 },
  { name: 'f32x4.div', right: 0xe7, wrong: 0xe6 },
  { name: 'f32x4.pmin', right: 0xea, wrong: 0xeb },
  { name: 'f32x4.pmax', right: 0xeb, wrong: 0xea },
];

/** A module in which one SIMD instruction is another one. @param {Buffer} module @param {number} right @param {number} wrong */
function miscomputing(module, right, wrong) {
  const changed = Buffer.from(module);
  let count = 0;
  for (let at = 0; at + 2 < module.length; at++) {
    // The SIMD prefix, and the opcode as LEB128.
    if (module[at] !== 0xfd || module[at + 1] !== right || module[at + 2] !== 1) continue;
    changed[at + 1] = wrong;
    count++;
  }
  return { changed, count };
}

test('the scalar build is taken where the browser computes SIMD wrongly', async () => {
  const taken = [];
  for (const { name, right, wrong } of WRONG_INSTRUCTIONS) {
    await page.route('**/pkg/simd/*.wasm', async (route) => {
      const response = await route.fetch();
      const { changed, count } = miscomputing(await response.body(), right, wrong);
      assert.ok(count > 0, `the module has no ${name}`);
      await route.fulfill({ response, body: changed });
    });
    await openOrigin();
    taken.push(`${name}: ${await loadedBuild()}`);
    await page.unroute('**/pkg/simd/*.wasm');
  }
  assert.deepEqual(
    taken,
    WRONG_INSTRUCTIONS.map(({ name }) => `${name}: scalar`),
  );
});

/** The photo encoded once more. @param {number} quality of the JPEG */
async function reencoded(quality) {
  const bytes = [...(await readFile(PHOTO))];
  const encoded = await page.evaluate(
    async ({ bytes, quality }) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { bytes, quality },
  );
  return Uint8Array.from(encoded);
}

/** The findings on a file before the checker is loaded. @param {Uint8Array} content */
function checkFile(content) {
  return page.evaluate(
    async ({ bytes, profile }) => {
      const load = (/** @type {string} */ path) => import(`${location.origin}/${path}`);
      /** @type {typeof import('../../www/package/element/check-file.js')} */
      const { checkFile } = await load('element/check-file.js');
      /** @type {typeof import('../../www/package/checker/profile-summaries.js')} */
      const { loadProfile, profileIndex } = await load('checker/profile-summaries.js');
      /** @type {typeof import('../../www/package/checker/preflight.js')} */
      const { loadPreflight, measureFile } = await load('checker/preflight.js');
      const [file, builds] = [new Blob([Uint8Array.from(bytes)]), new URL('/pkg/', location.href)];
      const facts = await measureFile(await loadPreflight(builds), file);
      const { summary } =
        /** @type {import('../../www/package/checker/profile-summaries.js').PublishedProfile} */
        (await loadProfile(builds, profile));
      return checkFile(file, facts, await profileIndex(builds), summary);
    },
    { bytes: [...content], profile: PROFILE },
  );
}

/** @param {Uint8Array} content */
async function serverReport(content) {
  const body = new Uint8Array(content);
  const response = await fetch(`${running.server.url}/api/v1/checks?profile=${PROFILE}`, { method: 'POST', body });
  return /** @type {Promise<Report>} */ (response.json());
}

/** The findings on the file itself, without their texts. @param {Report['findings']} findings */
function onTheFile(findings) {
  return findings
    .filter(({ rule }) => rule && FILE_RULES.includes(rule))
    .map(({ message, advice, ...rest }) => rest)
    .sort((a, b) => String(a.rule).localeCompare(String(b.rule)));
}

test('the findings on a file before the checker is loaded are those of the server', async () => {
  await openOrigin();
  const whole = await readFile(PHOTO);
  const files = Object.entries({
    'a photo': whole,
    'a photo without its second half': whole.subarray(0, whole.length / 2),
    'a photo without its end': whole.subarray(0, -2),
    'a photo with a damaged middle': whole.map((byte, at) => (at > 1500 && at < 1510 ? byte ^ 0xa5 : byte)),
    'a strongly compressed photo': await reencoded(0.05),
    'a JPEG without a picture': Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    'a PNG': await readFile(join(ROOT, 'tests/fixtures/astronaut.png')),
    'a text': await readFile(join(ROOT, 'Cargo.lock')),
  });
  for (const [name, content] of files) {
    const { photo, findings } = await checkFile(content);
    const report = await serverReport(content);
    const found = onTheFile(findings);
    const expected = onTheFile(report.findings).filter(
      ({ rule, outcome }) => outcome !== 'not-assessed' || found.some((other) => other.rule === rule),
    );
    assert.deepEqual(found, expected, name);
    assert.ok(found.length >= 4, name);
    if (photo.format !== 'jpeg') continue;
    assert.deepEqual([photo.width, photo.height], [report.photo.width, report.photo.height], name);
  }
});
