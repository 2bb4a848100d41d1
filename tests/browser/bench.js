/**
 * Measures the stages of a check and the browser's own decoder on the same photos, for `cargo xtask bench`.
 *
 *     node tests/browser/bench.js '{"glue","module","models":{id:path},"stages":[],"check":[],"photos":[]}'
 *
 * Writes `[{ times: { stage: [cold, warm] }, first, firstByWorker, memory: { stage: bytes } }]`, milliseconds: the
 * first call, and the shortest of the others, since other programs only add time. The browser's decoder is the stage
 * `browser`. `first` is the first photo in an idle empty page: the checker as it is shipped and its models are loaded,
 * and the photo is checked. `firstByWorker` is the same through the worker of pages.
 * Memory is that of a fresh module after the stage alone, for `check` with all models.
 */

import { launch, serveFiles } from './support.js';

/** @typedef {{ glue: string, module: string, models: Record<string, string>, stages: string[], check: string[], photos: string[] }} Work */

/** Rounds on each photo after the first: browsers optimise code that runs often. */
const ROUNDS = 25;

/** Rounds in which everything is loaded again. */
const FIRST_ROUNDS = 5;

/** Milliseconds until a new page is idle: its process is still starting when it can already be used. */
const REST = 500;

/** Stages of which the memory is measured. */
const ALONE = ['1/4', '1/8'];

const work = /** @type {Work} */ (JSON.parse(process.argv[2]));
const models = Object.entries(work.models);
const server = await serveFiles([...work.photos, work.glue, work.module, ...models.map(([, path]) => path)]);
const first = work.photos.length;
const at = { glue: first, module: first + 1, models: models.map(([id], index) => ({ id, number: first + 2 + index })) };
const browser = await launch();

const measured = [];
for (const photo of work.photos.keys()) {
  // A fresh page is a fresh module, whose memory has not yet grown.
  const inFresh = (/** @type {string[]} */ stages, /** @type {number} */ rounds, models = at.models) =>
    inEmptyPage((page) => page.evaluate(measure, { ...at, photo, stages, rounds, models }));
  const first = await leastInEmptyPages((page) => page.evaluate(firstPhoto, { photo, rest: REST }));
  const firstByWorker = await leastInEmptyPages((page) => page.evaluate(firstPhotoByWorker, { photo, rest: REST }));
  const check = await inFresh(work.check, ROUNDS);
  const others = await inFresh([...work.stages.filter((stage) => !work.check.includes(stage)), 'browser'], ROUNDS);
  const memory = { check: check.memory };
  for (const stage of ALONE) Object.assign(memory, { [stage]: (await inFresh([stage], 0, [])).memory });
  measured.push({ times: { ...check.times, ...others.times }, first, firstByWorker, memory });
}
console.log(JSON.stringify(measured));
await browser.close();
server.stop();

/**
 * Runs something in a page with an empty cache.
 * @template T
 * @param {(page: import('playwright-core').Page) => Promise<T>} use
 */
async function inEmptyPage(use) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  const used = await use(page);
  await context.close();
  return used;
}

/** @param {(page: import('playwright-core').Page) => Promise<number>} use */
async function leastInEmptyPages(use) {
  let least = Infinity;
  for (let round = 0; round < FIRST_ROUNDS; round++) least = Math.min(least, await inEmptyPage(use));
  return least;
}

/**
 * Runs in the page: loads the checker as it is shipped, checks a photo while the models are being loaded, and again with
 * them. Returns milliseconds.
 * @param {{ photo: number, rest: number }} work
 */
async function firstPhoto({ photo, rest }) {
  const load = async (/** @type {string} */ path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  const bytes = await load(`/photos/${photo}`);
  await new Promise((done) => setTimeout(done, rest));
  const begin = performance.now();
  const { default: start, Checker } = await import(`${location.origin}/pkg/simd/portrait_precheck.js`);
  await start();
  const checker = new Checker();
  /** @type {{ id: string, sha256: string }[]} */
  const wanted = Checker.models();
  const models = wanted.map(async ({ id, sha256 }) => {
    checker.addModel(id, await load(`/models/${id}.${sha256.slice(0, 16)}.tflite`));
  });
  checker.open(bytes);
  checker.analyze();
  await Promise.all(models);
  checker.analyze();
  checker.reportJson(Checker.profiles()[0]);
  return performance.now() - begin;
}

/**
 * Runs in the page: the same through the worker of pages, up to the final report. Returns milliseconds.
 * @param {{ photo: number, rest: number }} work
 */
async function firstPhotoByWorker({ photo, rest }) {
  const file = new File([await (await fetch(`/photos/${photo}`)).blob()], 'photo.jpg');
  const { profiles } = await (await fetch('/pkg/profiles.json')).json();
  await new Promise((done) => setTimeout(done, rest));
  const begin = performance.now();
  const { PhotoChecker } = await import(`${location.origin}/checker/checker.js`);
  const checker = new PhotoChecker();
  await checker.check(file, profiles[0].id);
  const taken = performance.now() - begin;
  checker.close();
  return taken;
}

/**
 * Runs in the page. The stages take turns, so that other programs of the machine affect all of them.
 * @param {typeof at & { photo: number, stages: string[], rounds: number }} work
 */
async function measure({ glue, module, models, photo, stages, rounds }) {
  const load = async (/** @type {number} */ number) => (await fetch(`/photos/${number}`)).blob();
  const bytes = async (/** @type {number} */ number) => new Uint8Array(await (await load(number)).arrayBuffer());
  const blob = await load(photo);
  const { default: start, Bench } = await import(`${location.origin}/photos/${glue}`);
  const { memory } = await start({ module_or_path: `/photos/${module}` });
  const bench = new Bench(await bytes(photo));
  for (const { id, number } of models) bench.addModel(id, await bytes(number));

  const byBrowser = async () => {
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    // In main memory: reading back from a graphics card would be slower.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(bitmap, 0, 0);
    context?.getImageData(0, 0, bitmap.width, bitmap.height);
    bitmap.close();
  };
  const times = new Map(stages.map((stage) => [stage, /** @type {number[]} */ ([])]));
  for (let round = 0; round <= rounds; round++) {
    for (const [stage, taken] of times) {
      const begin = performance.now();
      await (stage === 'browser' ? byBrowser() : bench.run(stage));
      taken.push(performance.now() - begin);
    }
  }
  const figures = [...times].map(([stage, [cold, ...warm]]) => [stage, [cold, Math.min(cold, ...warm)]]);
  return { times: Object.fromEntries(figures), memory: memory.buffer.byteLength };
}
