/** The worker: holds the module and checks one photo after another, off the page's own thread. */

import { load } from './module.js';

/** @typedef {import('./report.js').Answer} Answer */
/** @typedef {import('./report.js').Limits} Limits */
/** @typedef {import('./report.js').Request} Request */

/** @param {Answer} answer */
const say = (answer) => self.postMessage(answer);

/** Photos wait here until the module is loaded; whoever starts the worker names the module's folder. */
const loading = load(new URL(import.meta.url).searchParams.get('source') ?? '').then(({ Checker }) => ({
  checker: new Checker(),
  limits: /** @type {Limits} */ (Checker.limits()),
}));

loading.then(
  ({ limits }) => say({ kind: 'ready', limits }),
  ({ trouble, message }) => say({ kind: 'failed', cause: trouble, reason: message }),
);

self.addEventListener('message', async (/** @type {MessageEvent<Request>} */ { data }) => {
  const { checker } = await loading;
  try {
    checker.open(new Uint8Array(data.bytes));
    checker.measure();
    const report = checker.report(data.profile);
    checker.close();
    say({ kind: 'report', number: data.number, report });
  } catch (error) {
    say({ kind: 'failed', cause: 'stopped', reason: String(error) });
  }
});
