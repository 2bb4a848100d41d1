/**
 * Writes the reports of both builds on each photo, a line a photo, for `cargo xtask parity` to compare.
 *
 *     node tests/browser/parity.js BROWSER PROFILE PHOTO…
 */

import { availableParallelism } from 'node:os';

import { launchByName } from './browsers.js';
import { serveFiles } from './support.js';

/** @typedef {import('../../www/package/checker/load-module.js').Build} Build */
/** @typedef {InstanceType<import('../../www/package/checker/load-module.js').Module['Checker']>} Checker */

/** In the order in which xtask lists them. */
const BUILDS = /** @type {Build[]} */ (['simd', 'scalar']);

/** How a photo's line begins that stopped the module. */
const STOPPED = 'stopped: ';

const [name, profile, ...photos] = process.argv.slice(2);
const server = await serveFiles(photos);
const browser = await launchByName(name);
console.error(browser.version);

/** Every photo with every build, for whichever page is free: one build is far slower than the other. */
const tasks = BUILDS.flatMap((build) => photos.map((_, number) => ({ build, profile, number, stopped: STOPPED })))[
  Symbol.iterator
]();
const reports = photos.map(() => /** @type {Partial<Record<Build, string>>} */ ({}));

await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    for (const task of tasks) {
      const report = await page.evaluate(check, task);
      reports[task.number][task.build] = report;
      // What has stopped stays so: the photos after it get a fresh module.
      if (report.startsWith(STOPPED)) await page.goto(server.url);
    }
  }),
);
for (const report of reports) console.log(JSON.stringify(BUILDS.map((build) => report[build])));
await browser.close();
server.stop();

/**
 * Runs in the page.
 * @param {{ build: Build, profile: string, number: number, stopped: string }} task
 * @returns {Promise<string>} canonical JSON, or the reason why the photo stopped the module
 */
async function check({ build, profile, number, stopped }) {
  const loaded = /** @type {{ checkers?: Partial<Record<Build, Promise<Checker>>> }} */ (globalThis);
  loaded.checkers ??= {};
  const { checkers } = loaded;
  const load = async () => {
    /** @type {typeof import('../../www/package/checker/load-module.js')} */
    const { loadBuild } = await import(`${location.origin}/checker/load-module.js`);
    const { Checker } = (await loadBuild(build, `${location.origin}/pkg/`)).module;
    if (!Checker.selfTest()) throw new Error('the self-test fails');
    const checker = new Checker();
    for (const { id, sha256 } of Checker.models()) {
      const model = await fetch(`/models/${id}.${sha256.slice(0, 16)}.tflite`);
      checker.addModel(id, new Uint8Array(await model.arrayBuffer()));
    }
    return checker;
  };
  const photo = await fetch(`/photos/${number}`);
  const bytes = new Uint8Array(await photo.arrayBuffer());
  try {
    checkers[build] ??= load();
    const checker = await checkers[build];
    checker.open(bytes);
    checker.analyze();
    return checker.reportJson(profile);
  } catch (error) {
    return `${stopped}${error}`;
  }
}
