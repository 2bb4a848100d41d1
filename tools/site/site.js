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
const LOADED = /(\.wasm|(?<!\.d)\.js|profiles\.json)$/;

/** What a visit needs only sometimes: the builds, of which a browser takes one, and the models. */
const ON_DEMAND = /^(models|code\.\w+\/pkg\/\w+)\//;

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

/**
 * @typedef {object} Options
 * @property {boolean} minify
 * @property {(bytes: Uint8Array) => Promise<number>} sentLength the length of a file as it is sent
 */

/**
 * @param {string} folder the site's sources
 * @param {Options} options
 * @returns {Promise<Files>}
 */
export async function siteFiles(folder, { minify, sentLength }) {
  const pages = await readFiles(folder, /\.html$/);
  const linked = (await linkedFiles(folder, pages)).filter((source) => !isOfChecker(source));
  const scripts = linked.filter((source) => /\.(css|js)$/.test(source));
  const published = await publicScripts(folder);

  const options = { root: ROOT, minify };
  const own = await bundle(new Map(scripts.map((source) => [codePath(folder, source), source])), options);
  // Bundled apart, so that the site's own pages load fewer files.
  const offered = await bundle(new Map([...published].map(([path, source]) => [flat(path), source])), options);
  const code = new Map([...own.files, ...offered.files]);
  for (const source of linked)
    if (!scripts.includes(source)) code.set(codePath(folder, source), await readFile(source));
  const usesChecker = own.sources.has(ASSETS) || offered.sources.has(ASSETS);
  if (usesChecker) for (const [path, bytes] of await checkerFiles(options)) code.set(path, bytes);

  const codeFolder = `code.${digest(code)}`;
  /** @type {Files} */
  const listed = new Map([...code].map(([path, bytes]) => [`${codeFolder}/${path}`, bytes]));
  if (usesChecker)
    for (const [name, bytes] of await readFiles(MODELS, /\.tflite$/)) listed.set(`models/${name}`, bytes);
  for (const [path, page] of pages) {
    listed.set(
      path,
      await builtPage(folder, path, page, (source) => `${codeFolder}/${codePath(folder, source)}`, own.imports),
    );
  }
  const list = /** @type {ListedFile[]} */ ([]);
  for (const [path, bytes] of listed) {
    const install = !ON_DEMAND.test(path) && !offered.files.has(path.replace(`${codeFolder}/`, ''));
    list.push({ path, sha256: sha256(bytes), bytes: bytes.length, sent: await sentLength(bytes), install });
  }
  const site = { version: digest(listed), files: list };

  const files = new Map(listed);
  files.set('files.js', Buffer.from(`self.SITE = ${JSON.stringify(site)};\n`));
  files.set('sw.js', await minifyScript(await readFile(SERVICE_WORKER), options));
  for (const path of published.keys()) {
    files.set(path, Buffer.from(`export * from '${upFrom(path)}${codeFolder}/${flat(path)}';\n`));
  }
  return files;
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
 * @param {{ root: string, minify: boolean }} options
 */
async function checkerFiles(options) {
  const { files } = await bundle(new Map([['worker.js', WORKER]]), options);
  for (const [path, bytes] of await readFiles(PKG, LOADED)) {
    files.set(`pkg/${path}`, path.endsWith('.js') ? await minifyScript(bytes, options) : bytes);
  }
  return files;
}

/** @param {string} source */
function isOfChecker(source) {
  return source === WORKER || source.startsWith(PKG);
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
 * @param {string} folder
 * @param {string} path
 * @param {Uint8Array} page
 * @param {(source: string) => string} builtPath
 * @param {Map<string, string[]>} imports
 */
async function builtPage(folder, path, page, builtPath, imports) {
  const up = path.includes('/') ? upFrom(path) : '';
  const sourceOf = (/** @type {string} */ address) => resolve(folder, dirname(path), address);
  const addresses = await relativeAddresses(String(page));
  const imported = addresses.flatMap((address) => imports.get(codePath(folder, sourceOf(address))) ?? []);
  const [codeFolder] = builtPath(WORKER).split('/');
  const preloads = [...new Set(imported)].map((file) => `<link rel="modulepreload" href="${up}${codeFolder}/${file}">`);
  const html = await rewriteHtml(String(page), {
    replace: (address) => up + builtPath(sourceOf(address)),
    head: preloads.join(''),
  });
  return Buffer.from(html);
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
