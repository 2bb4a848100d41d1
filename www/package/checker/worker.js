/**
 * The worker: holds the WebAssembly modules and the models, and checks one photo after the other off the page's main
 * thread. While the models are being downloaded, a photo gets a preliminary report without them; when they are there
 * it is measured again and gets its final one.
 *
 * The models follow the checker. The preflight module is downloaded only for a photo that comes before the checker.
 */

import { EngineError } from './engine-error.js';
import { loadModels } from './load-models.js';
import { loadModule } from './load-module.js';
import { loadPreflight, measureFile } from './preflight.js';

/** @typedef {import('./protocol.js').Answer} Answer */
/** @typedef {import('./protocol.js').Request} Request */

/** @param {Answer} answer */
const post = (answer) => self.postMessage(answer);

/** The worker's name contains the addresses of both folders. */
const [buildsFolder, modelsFolder] = self.name.split(' ');
const loading = loadModule(buildsFolder).then(({ Checker }) => ({ Checker, checker: new Checker() }));

/** @type {ReturnType<typeof loadPreflight> | null} `null` before a photo needs it, and after it could not be loaded */
let preflight = null;

let isLoaded = false;

/** @type {Promise<void> | null} the download of the models; `null` before it begins and after it has failed */
let models = null;

/** The models that the checker has. @type {Set<string>} */
const added = new Set();

/** How the browser's own cache is used: after a failure not at all, because it may have kept a wrong answer. @type {RequestCache} */
let cache = 'default';

/** What cancels each pending check. @type {Map<number, () => void>} */
const cancellations = new Map();

/** Photos are checked one after the other. @type {Promise<void>} */
let queue = loading.then(
  ({ Checker }) => {
    isLoaded = true;
    post({ kind: 'ready', limits: Checker.limits() });
    models = downloadModels();
  },
  ({ reason, message }) => post({ kind: 'failed', reason, message }),
);

self.addEventListener('message', ({ data }) => {
  const request = /** @type {Request} */ (data);
  switch (request.kind) {
    case 'facts':
      return void postFacts(request);
    case 'cancel':
      return cancellations.get(request.number)?.();
    case 'check': {
      const cancelled = new Promise((resolve) => cancellations.set(request.number, () => resolve(true)));
      queue = queue.then(() => check(request, cancelled));
    }
  }
});

/** Does not wait for the queue. @param {Extract<Request, { kind: 'facts' }>} request */
async function postFacts({ number, file }) {
  const facts = await factsBeforeReport(file).catch(() => []);
  post({ kind: 'facts', number, facts });
}

/** What the preflight module measures; nothing where the checker is there, whose report follows at once. @param {Blob} file */
async function factsBeforeReport(file) {
  if (isLoaded) return [];
  preflight ??= loadPreflight(buildsFolder);
  preflight.catch(() => {
    preflight = null;
  });
  return measureFile(await preflight, file);
}

/**
 * @param {Extract<Request, { kind: 'check' }>} request
 * @param {Promise<unknown>} cancelled
 */
async function check({ number, profile, bytes }, cancelled) {
  const { checker } = await loading;
  if (await isSettled(cancelled)) return void cancellations.delete(number);
  try {
    models ??= downloadModels();
    checker.open(new Uint8Array(bytes));
    checker.analyze();
    if (!(await isSettled(models))) {
      post({ kind: 'report', number, report: report(checker, profile), final: false });
      await Promise.race([models, cancelled]);
      checker.analyze();
    }
    post({ kind: 'report', number, report: report(checker, profile), final: true });
    checker.close();
  } catch (error) {
    if (error instanceof EngineError) post({ kind: 'refused', number, reason: error.reason, message: error.message });
    else post({ kind: 'failed', reason: 'stopped', message: String(error) });
  }
  cancellations.delete(number);
}

/**
 * @param {InstanceType<import('./load-module.js').Module['Checker']>} checker with an open photo
 * @param {string} profile
 */
function report(checker, profile) {
  try {
    return checker.report(profile);
  } catch (error) {
    // The module refuses a profile by an error of JavaScript; one of WebAssembly is a crash.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new EngineError('profile', /** @type {Error} */ (error).message);
  }
}

/** After a failure the next photo tries again. */
async function downloadModels() {
  const { Checker, checker } = await loading;
  try {
    await loadModels(Checker.models(), new URL(modelsFolder), {
      added,
      cache,
      add: (id, bytes) => checker.addModel(id, bytes),
      onprogress: (loaded, total) => post({ kind: 'models', loaded, total }),
    });
  } catch (error) {
    models = null;
    cache = 'reload';
    post({ kind: 'models-failed', message: String(error) });
  }
}

/** @param {Promise<unknown>} promise */
async function isSettled(promise) {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

post({ kind: 'listening' });
