/** Bundles scripts and style sheets: on a slow network each file costs a round trip, and comments are of no use. */

import { relative } from 'node:path';

import * as esbuild from 'esbuild';

/** All of it runs in the oldest browsers that the sources support. */
const TARGET = 'es2022';

/** The file of the package that says where its other files are. */
export const ASSETS = 'www/package/checker/assets.js';

/** Its content in a site, where all scripts are in one folder, with `pkg/` in it and `models/` beside it. */
const BUILT_ASSETS = `
  export const WORKER = new URL('./worker.js', import.meta.url);
  export const BUILDS = new URL('./pkg/', import.meta.url);
  export const MODELS = new URL('../models/', import.meta.url);`;

/** @type {(args: esbuild.OnLoadArgs) => esbuild.OnLoadResult | undefined} */
const loadAssets = ({ path }) => (path.endsWith(`/${ASSETS}`) ? { contents: BUILT_ASSETS } : undefined);

/** The folder that esbuild names in its answers; nothing is written. */
const OUTPUT = 'out';

/**
 * @typedef {object} Bundle
 * @property {Map<string, Uint8Array>} files by name, all in one folder
 * @property {Map<string, string[]>} imports the files that each file imports when it is loaded, and these in turn
 * @property {Set<string>} sources the paths of all that was bundled, relative to the repository
 */

/** @typedef {{ root: string, minify: boolean }} Options `root` is the repository */

/**
 * @param {Map<string, string>} entries the path of each source, by the name of its output
 * @param {Options} options
 * @returns {Promise<Bundle>}
 */
export async function bundle(entries, { root, minify }) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [...entries].map(([name, source]) => ({ in: source, out: name.replace(/\.\w+$/, '') })),
    absWorkingDir: root,
    outdir: OUTPUT,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: TARGET,
    charset: 'utf8',
    minify,
    chunkNames: 'shared-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.png': 'file', '.svg': 'file', '.webp': 'file' },
    plugins: [
      { name: 'built-assets', setup: (build) => build.onLoad({ filter: /\/checker\/assets\.js$/ }, loadAssets) },
    ],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const name = (/** @type {string} */ path) => path.slice(OUTPUT.length + 1);
  /** @type {(output: string) => string[]} */
  const importedBy = (output) =>
    metafile.outputs[output].imports
      .filter(({ kind }) => kind === 'import-statement')
      .flatMap(({ path }) => [path, ...importedBy(path)]);
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [name(relative(root, path)), contents])),
    imports: new Map(Object.keys(metafile.outputs).map((path) => [name(path), importedBy(path).map(name)])),
    sources: new Set(Object.keys(metafile.inputs)),
  };
}

/**
 * A script by itself, with its imports as they are.
 * @param {Uint8Array} source
 * @param {Options} options
 */
export async function minifyScript(source, { minify }) {
  const { code } = await esbuild.transform(source, { format: 'esm', target: TARGET, charset: 'utf8', minify });
  return Buffer.from(code);
}
