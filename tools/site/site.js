/**
 * The files of one site: its pages, the code that they load, and what its service worker needs.
 *
 * All code is in one folder that is named by its content, `code.HASH/`, so that browsers keep it for ever and relative
 * addresses work. A script is in it because a page refers to it or because `site.json` makes it public.
 */

import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ASSETS, bundle, minifyScript } from './bundle.js';
import { sha256 } from './compress.js';
import { relativeAddresses, rewriteHtml } from './html.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PKG = join(ROOT, 'www/package/pkg/');
const MODELS = join(ROOT, 'www/package/models/');
const WORKER = join(ROOT, 'www/package/checker/worker.js');
const SERVICE_WORKER = join(ROOT, 'www/offline/service-worker.js');

/** How many digits of a SHA-256 are in the name of a folder. */
const HASH_DIGITS = 16;

/** What browsers load of `pkg/`; the rest is for compilers. */
const LOADED = /(\.wasm|(?<!\.d)\.js|^profiles\.json|^profiles\/[^/]+\.json)$/;

/** The builds in the folder of the code, of which a browser takes only one, and the profiles, of which it takes what is chosen. */
const BUILDS = /^pkg\/\w+\//;

/** @typedef {Map<string, Uint8Array>} Files by path, with `/` */

/**
 * A file in the list of the service worker.
 * @typedef {object} ListedFile
 * @property {string} path
 * @property {string} sha256
 * @property {number} bytes
 * @property {number} sent its length as sent with brotli
 * @property {boolean} install whether every visit needs it
 */

/** @typedef {{ root: string, minify: boolean }} BundleOptions */

/**
 * @param {string} folder the site's sources
 * @param {object} options
 * @param {boolean} options.minify
 * @param {(bytes: Uint8Array) => Promise<number>} options.sentLength the length of a file as it is sent
 * @returns {Promise<Files>}
 */
export async function siteFiles(folder, { minify, sentLength }) {
  const options = { root: ROOT, minify };
  const pages = await readFiles(folder, /\.html$/);
  const published = await publicScripts(folder);
  const { code, imports, onDemand, usesChecker } = await codeFiles(folder, pages, published, options);
  const codeFolder = `code.${digest(code)}`;

  /** @type {Files} */
  const listed = new Map();
  for (const [path, bytes] of code) listed.set(`${codeFolder}/${path}`, bytes);
  const models = usesChecker ? await readFiles(MODELS, /\.tflite$/) : [];
  for (const [name, bytes] of models) listed.set(`models/${name}`, bytes);
  for (const [path, page] of pages) {
    const built = (/** @type {string} */ address) => {
      const name = codePath(folder, resolve(folder, dirname(path), address));
      if (!code.has(name)) throw new Error(`${join(folder, path)}: ${address} is missing`);
      return { name, address: `${path.includes('/') ? upFrom(path) : ''}${codeFolder}/${name}` };
    };
    listed.set(path, await builtPage(String(page), built, imports));
  }

  const files = /** @type {ListedFile[]} */ ([]);
  for (const [path, bytes] of listed) {
    const install = !path.startsWith('models/') && !onDemand.has(path.slice(codeFolder.length + 1));
    files.push({ path, sha256: sha256(bytes), bytes: bytes.length, sent: await sentLength(bytes), install });
  }
  const list = `self.SITE = ${JSON.stringify({ version: digest(listed), files })};\n`;
  const serviceWorker = await minifyScript(await readFile(SERVICE_WORKER), options);
  const stubs = [...published.keys()].map((path) => {
    const stub = `export * from '${upFrom(path)}${codeFolder}/${flat(path)}';\n`;
    return /** @type {const} */ ([path, Buffer.from(stub)]);
  });
  return new Map([...listed, ['files.js', Buffer.from(list)], ['sw.js', serviceWorker], ...stubs]);
}

/**
 * All files of the folder of the code.
 * @param {string} folder
 * @param {Files} pages
 * @param {Map<string, string>} published
 * @param {BundleOptions} options
 */
async function codeFiles(folder, pages, published, options) {
  const linked = (await linkedFiles(folder, pages)).filter((source) => source !== WORKER && !source.startsWith(PKG));
  const isBundled = (/** @type {string} */ source) => /\.(css|js)$/.test(source);
  const entries = linked.filter(isBundled).map((source) => /** @type {const} */ ([codePath(folder, source), source]));
  const own = await bundle(new Map(entries), options);
  // Bundled apart, so that the site's own pages load fewer files.
  const offered = await bundle(new Map([...published].map(([path, source]) => [flat(path), source])), options);
  const code = new Map([...own.files, ...offered.files]);
  const onDemand = new Set(offered.files.keys());
  for (const source of linked.filter((source) => !isBundled(source))) {
    code.set(codePath(folder, source), await readFile(source));
  }
  const usesChecker = own.sources.has(ASSETS) || offered.sources.has(ASSETS);
  const checker = usesChecker ? await checkerFiles(options) : [];
  for (const [path, bytes] of checker) {
    code.set(path, bytes);
    if (BUILDS.test(path)) onDemand.add(path);
  }
  return { code, imports: own.imports, onDemand, usesChecker };
}

/**
 * The source files that the pages refer to.
 * @param {string} folder
 * @param {Files} pages
 */
async function linkedFiles(folder, pages) {
  const linked = /** @type {Set<string>} */ (new Set());
  for (const [path, page] of pages) {
    for (const address of await relativeAddresses(String(page))) linked.add(resolve(folder, dirname(path), address));
  }
  return [...linked];
}

/**
 * The scripts that pages of others load by an address that stays.
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} source by address
 */
async function publicScripts(folder) {
  const settings = (await readFiles(folder, /^site\.json$/)).get('site.json');
  const scripts = /** @type {Record<string, string>} */ (settings ? JSON.parse(String(settings)).public : {});
  return new Map(Object.entries(scripts).map(([address, source]) => [address, resolve(folder, source)]));
}

/**
 * What the checker loads at run time, in the folder of the code.
 * @param {BundleOptions} options
 */
async function checkerFiles(options) {
  const { files } = await bundle(new Map([['worker.js', WORKER]]), options);
  for (const [path, bytes] of await readFiles(PKG, LOADED)) {
    files.set(`pkg/${path}`, path.endsWith('.js') ? await minifyScript(bytes, options) : bytes);
  }
  return files;
}

/**
 * Where a source file is in the folder of the code.
 * @param {string} folder
 * @param {string} source
 */
function codePath(folder, source) {
  if (source === WORKER) return 'worker.js';
  return source.startsWith(PKG) ? `pkg/${relative(PKG, source)}` : flat(relative(folder, source));
}

/** All scripts are in one folder: relative addresses in code that several of them share mean the same in each. @param {string} path */
function flat(path) {
  return path.replaceAll('../', '').replaceAll('/', '-');
}

/** The way from a file to the top of the site. @param {string} path */
function upFrom(path) {
  return '../'.repeat(path.split('/').length - 1) || './';
}

/**
 * A page that loads the built code, and at once what its scripts import.
 * @param {string} page
 * @param {(address: string) => { name: string, address: string }} built where a linked file is in the built site
 * @param {Map<string, string[]>} imports
 */
async function builtPage(page, built, imports) {
  const preloads = /** @type {Set<string>} */ (new Set());
  for (const link of await relativeAddresses(page)) {
    const { name, address } = built(link);
    for (const file of imports.get(name) ?? []) preloads.add(address.replace(name, file));
  }
  const head = [...preloads].map((address) => `<link rel="modulepreload" href="${address}">`).join('');
  return Buffer.from(await rewriteHtml(page, { replace: (address) => built(address).address, head }));
}

/**
 * The files of a folder, at any depth, whose path matches.
 * @param {string} folder
 * @param {RegExp} pattern
 * @returns {Promise<Files>}
 */
async function readFiles(folder, pattern) {
  const paths = (await readdir(folder, { recursive: true })).map((path) => path.replaceAll(sep, '/'));
  const found = paths.filter((path) => pattern.test(path)).sort();
  return new Map(
    await Promise.all(found.map(async (path) => /** @type {const} */ ([path, await readFile(join(folder, path))]))),
  );
}

/** Names some files by their content. @param {Files} files */
function digest(files) {
  const lines = [...files].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).sort();
  return sha256(Buffer.from(lines.join(''))).slice(0, HASH_DIGITS);
}
