/**
 * The service worker: keeps what a visit has loaded, so that the next one loads nothing and works offline, also
 * with the models once they have been there. `files.js` lists what this version of the site consists of; a
 * browser that finds it changed installs the new version, and what belongs to the old one is dropped.
 */

/** @typedef {{ version: string, files: { path: string }[] }} Site */

const worker = /** @type {any} */ (self);
worker.importScripts('files.js');
const { version, files } = /** @type {Site} */ (worker.SITE);

/** The caches of this site among others of its origin. Models keep their names over versions of the code. */
const OURS = 'portrait-precheck-';
const CODE = `${OURS}code-${version}`;
const MODELS = `${OURS}models`;

/** What not every browser needs: it is kept once it was asked for. */
const SELDOM = /\/(examples|pkg\/\w+)\//;

const at = (/** @type {string} */ path) => new URL(path, worker.registration.scope).href;
const isModel = (/** @type {string} */ path) => path.startsWith('models/');
const listed = new Map(files.map(({ path }) => [at(path), isModel(path) ? MODELS : CODE]));
listed.set(at('./'), CODE);

worker.addEventListener('install', (/** @type {any} */ event) => {
  const always = files.map(({ path }) => path).filter((path) => !isModel(path) && !SELDOM.test(path));
  const kept = ['./', ...always].map((path) => fromCache(CODE, at(path)));
  event.waitUntil(Promise.all(kept).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(dropTheOld().then(() => worker.clients.claim()));
});

/** A page tells what was loaded before this worker was there to see it: addresses, and whether the models were. */
worker.addEventListener('message', (/** @type {any} */ event) => {
  const seen = new Set(/** @type {string[]} */ (event.data.loaded));
  const wanted = [...listed].filter(([address, cache]) => seen.has(address) || (cache === MODELS && event.data.models));
  event.waitUntil(Promise.all(wanted.map(([address, cache]) => fromCache(cache, address))));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const address = new URL(event.request.url);
  address.search = '';
  const cache = event.request.method === 'GET' ? listed.get(address.href) : undefined;
  if (cache) event.respondWith(fromCache(cache, address.href));
});

/**
 * From the cache, and into it what is not there yet; the browser's own cache has most of that.
 * @param {string} name of the cache
 * @param {string} address
 */
async function fromCache(name, address) {
  const cache = await caches.open(name);
  const kept = await cache.match(address);
  if (kept) return kept;
  const answer = await fetch(address);
  if (answer.ok) await cache.put(address, answer.clone());
  return answer;
}

async function dropTheOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CODE && name !== MODELS) await caches.delete(name);
  }
  const models = await caches.open(MODELS);
  for (const { url } of await models.keys()) if (!listed.has(url)) await models.delete(url);
}
