#!/usr/bin/env node
/**
 * Copies what browsers load at run time into a folder that is served: worker, WebAssembly builds and models.
 *
 *     npx portrait-precheck public/precheck
 */

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [target] = process.argv.slice(2);
if (!target) {
  console.error('usage: portrait-precheck FOLDER');
  process.exit(1);
}
for (const name of ['checker', 'pkg', 'models']) {
  const folder = join(target, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL(name, import.meta.url)), folder, { recursive: true });
}
