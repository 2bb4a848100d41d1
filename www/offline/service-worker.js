/**
 * The service worker of every site: keeps what a visit has loaded, so that the next one loads nothing and works
 * offline. `files.js` lists the files of this version with their SHA-256; nothing else is ever kept. A browser that
 * finds the list changed installs the new version, which takes over when no page of the old one is open any more.
 */

/** @typedef {{ path: string, sha256: string, install: boolean }} SiteFile */
/** @typedef {SiteFile & { address: string, cache: string }} KeptFile */

const worker = /** @type {any} */ (self);
worker.importScripts('files.js');
const { version, files } = /** @type {{ version: string, files: SiteFile[] }} */ (worker.SITE);
const scope = new URL(worker.registration.scope);

/** The caches of this site, among those of others of the same origin. */
const PREFIX = `portrait-precheck ${scope.pathname} `;
const CODE = PREFIX + version;
/** The names of models contain their hash: they are kept over versions. */
const MODELS = `${PREFIX}models`;

const isModel = (/** @type {string} */ path) => path.startsWith('models/');

/** By address; that of an `index.html` is its folder. @type {Map<string, KeptFile>} */
const kept = new Map();
for (const file of files) {
  const address = new URL(file.path.replace(/(^|\/)index\.html$/, '$1'), scope).href;
  kept.set(address, { ...file, address, cache: isModel(file.path) ? MODELS : CODE });
}

worker.addEventListener('install', (/** @type {any} */ event) => {
  const needed = [...kept.values()].filter(({ install }) => install);
  event.waitUntil(Promise.all(needed.map(installed)));
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(deleteOldFiles().then(() => worker.clients.claim()));
});

/** A page says what was loaded before this worker could see it: addresses, and whether the models were. */
worker.addEventListener('message', (/** @type {any} */ event) => {
  const loaded = new Set(/** @type {string[]} */ (event.data.loaded));
  // A page does not see what its worker loads, but the JavaScript of the module that it has asked for.
  const bindings = (/** @type {string} */ address) => address.replace(/_bg\.wasm$/, '.js');
  const wanted = [...kept.values()].filter(
    ({ address, cache }) => loaded.has(bindings(address)) || (cache === MODELS && event.data.models),
  );
  event.waitUntil(Promise.all(wanted.map(keep)));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const address = new URL(event.request.url);
  address.search = '';
  const file = event.request.method === 'GET' ? kept.get(address.href) : undefined;
  if (file) event.respondWith(answer(file, event));
});

/**
 * The file from the cache, else from the network: passed on while it arrives, because pages give up downloads that
 * stand still, and kept afterwards.
 * @param {KeptFile} file
 * @param {any} event
 */
async function answer(file, event) {
  const stored = await storedFile(file);
  if (stored) return stored;
  const response = await fetch(event.request);
  const kept = isWhole(response) ? keepAnswer(file, response.clone()) : Promise.resolve(false);
  // What was wrong may be kept by the browser's own cache for ever: that is passed over, for the next request.
  event.waitUntil(kept.then((kept) => kept || (response.ok && keep(file))).catch(() => {}));
  return response;
}

/** @param {KeptFile} file */
async function installed(file) {
  if (!(await keep(file))) throw new Error(`${file.path} is not the file of this version`);
}

/**
 * Keeps a file, unless it is kept already.
 * @param {KeptFile} file
 * @returns {Promise<boolean>} `false` where the network has another one
 */
async function keep(file) {
  if (await storedFile(file)) return true;
  // The second try passes over the browser's own cache, which may have kept a wrong answer for ever.
  for (const cache of /** @type {const} */ (['default', 'reload'])) {
    const response = await fetch(file.address, { cache });
    if (isWhole(response) && (await keepAnswer(file, response))) return true;
  }
  return false;
}

/** @param {Response} response */
function isWhole(response) {
  return response.status === 200 && !response.redirected;
}

/**
 * The file in the cache, if it is the right one.
 * @param {KeptFile} file
 * @returns {Promise<Response | undefined>}
 */
async function storedFile({ address, cache, sha256 }) {
  const stored = await (await caches.open(cache)).match(address);
  return stored && (await hasDigest(stored.clone(), sha256)) ? stored : undefined;
}

/**
 * Keeps an answer if it is the right one.
 * @param {KeptFile} file
 * @param {Response} response is used up
 */
async function keepAnswer({ address, cache, sha256 }, response) {
  const copy = response.clone();
  const isRight = await hasDigest(response, sha256);
  if (isRight) await (await caches.open(cache)).put(address, copy);
  return isRight;
}

/**
 * @param {Response} response is used up
 * @param {string} sha256
 */
async function hasDigest(response, sha256) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

async function deleteOldFiles() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CODE && name !== MODELS) await caches.delete(name);
  }
  const models = await caches.open(MODELS);
  for (const { url } of await models.keys()) if (!kept.has(url)) await models.delete(url);
}
