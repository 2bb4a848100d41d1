/**
 * The worker: holds module and models, and checks one photo after another, off the page's own thread. While
 * the models are on their way, a photo is answered without them and stays open; when they have arrived, it is
 * looked at again and answered for good.
 *
 * On a thin line one thing comes after the other: the small module, which tells what the file itself tells, then
 * the checker, then the models.
 */

import { loadModels } from './models.js';
import { load } from './module.js';
import { factsOf, loadSmall } from './small.js';

/** @typedef {import('./report.js').Answer} Answer */
/** @typedef {import('./report.js').Limits} Limits */
/** @typedef {import('./report.js').Request} Request */
/** @typedef {Extract<Request, { kind: 'check' }>} Check */
/** @typedef {import('./small.js').Question} Question */
/** @typedef {import('./small.js').Reply} Reply */

/** @param {Answer | Reply} answer */
const say = (answer) => self.postMessage(answer);

/** Whoever starts the worker names the folders of builds and models. */
const [source, folder] = self.name.split(' ');
const small = loadSmall(source);
const loading = small.then(() => load(source), () => load(source)).then(({ Checker }) => ({ Checker, checker: new Checker() }));

/** @type {Promise<void> | null} the models on their way or there; `null` where that has failed */
let models = null;

/** The photos that nobody waits for any more, and the way to tell so to the one that is open. @type {Map<number, () => void>} */
const forgetting = new Map();

/** Photos take their turn. @type {Promise<void>} */
let line = loading.then(
  ({ Checker }) => {
    say({ kind: 'ready', limits: Checker.limits() });
    models = getModels();
  },
  ({ trouble, message }) => say({ kind: 'failed', cause: trouble, reason: message }),
);

self.addEventListener('message', ({ data }) => {
  const request = /** @type {Request | Question} */ (data);
  if (request.kind === 'facts') return void tell(request);
  if (request.kind === 'forget') return forgetting.get(request.number)?.();
  const forgotten = new Promise((resolve) => forgetting.set(request.number, () => resolve(true)));
  line = line.then(() => check(request, forgotten));
});

/** Out of turn: these facts are the first to be known. @param {Question} question */
async function tell({ number, file }) {
  const facts = await small.then((small) => factsOf(small, file)).catch(() => []);
  say({ kind: 'facts', number, facts });
}

/**
 * @param {Check} request
 * @param {Promise<unknown>} forgotten
 */
async function check({ number, profile, bytes }, forgotten) {
  const { checker } = await loading;
  if (await isSettled(forgotten)) return void forgetting.delete(number);
  try {
    models ??= getModels();
    checker.open(new Uint8Array(bytes));
    checker.analyze();
    if (!(await isSettled(models))) {
      say({ kind: 'report', number, report: checker.report(profile), last: false });
      await Promise.race([models, forgotten]);
      checker.analyze();
    }
    say({ kind: 'report', number, report: checker.report(profile), last: true });
    checker.close();
  } catch (error) {
    say({ kind: 'failed', cause: 'stopped', reason: String(error) });
  }
  forgetting.delete(number);
}

/** Loads the models and says how far it is; a failure is said, and the next photo tries again. */
async function getModels() {
  const { Checker, checker } = await loading;
  try {
    const told = (/** @type {number} */ loaded, /** @type {number} */ total) => say({ kind: 'models', loaded, total });
    await loadModels(Checker.models(), new URL(folder), (id, bytes) => checker.addModel(id, bytes), told);
  } catch (error) {
    models = null;
    say({ kind: 'no-models', reason: String(error) });
  }
}

/** @param {Promise<unknown>} promise */
async function isSettled(promise) {
  const open = Symbol('open');
  return (await Promise.race([promise, Promise.resolve(open)])) !== open;
}

say({ kind: 'listening' });
