/**
 * Writes the reports of both builds on each photo, a line a photo, for `cargo xtask parity` to compare.
 *
 *     node tests/browser/parity.js PROFILE PHOTO…
 */

import { launch, serveFiles } from './support.js';

/** @typedef {import('../../www/element/module.js').Build} Build */

/** In the order in which xtask lists them. */
const BUILDS = /** @type {Build[]} */ (['simd', 'scalar']);

const [profile, ...photos] = process.argv.slice(2);
const server = await serveFiles(photos);
const browser = await launch();

// A page each, hence a process each: both cores have work.
const reports = await Promise.all(BUILDS.map(reportsOf));
for (const number of photos.keys()) {
  console.log(JSON.stringify(reports.map((build) => build[number])));
}
await browser.close();
server.stop();

/**
 * @param {Build} build
 * @returns {Promise<string[]>} canonical JSON, or the reason why a photo stopped the module
 */
async function reportsOf(build) {
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const reports = [];
  while (reports.length < photos.length) {
    // A photo that stops the module ends the round; the next begins with a fresh one.
    await page.goto(server.url);
    reports.push(...(await page.evaluate(checkFrom, { build, profile, from: reports.length, to: photos.length })));
  }
  return reports;
}

/**
 * Runs in the page.
 * @param {{ build: Build, profile: string, from: number, to: number }} work
 */
async function checkFrom({ build, profile, from, to }) {
  /** @type {typeof import('../../www/element/module.js')} */
  const { loadBuild } = await import(`${location.origin}/element/module.js`);
  const { module } = await loadBuild(build, `${location.origin}/pkg/`);
  const checker = new module.Checker();
  for (const { id, sha256 } of module.Checker.models()) {
    const model = await fetch(`/models/${id}.${sha256.slice(0, 16)}.tflite`);
    checker.addModel(id, new Uint8Array(await model.arrayBuffer()));
  }
  const reports = [];
  for (let number = from; number < to; number++) {
    const photo = await fetch(`/photos/${number}`);
    const bytes = new Uint8Array(await photo.arrayBuffer());
    try {
      checker.open(bytes);
      checker.measure();
      reports.push(checker.reportJson(profile));
    } catch (error) {
      reports.push(`stopped: ${error}`);
      break;
    }
  }
  return reports;
}
