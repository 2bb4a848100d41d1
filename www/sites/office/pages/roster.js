/** The import of a roster: shown first as it was understood, with all bad lines as a file; then taken, all or nothing. */

import { NetworkError, ProblemError, refusal } from '../../../common/api.js';
import { faultsOf, showFaults } from '../../../common/form.js';
import { facts, primary, second } from '../../../common/parts.js';
import { h } from '../../../package/element/dom.js';
import { STAFF } from '../api.js';
import { consent } from '../consent.js';
import { csv } from '../csv.js';
import { text } from '../texts/campaigns.js';

/** @typedef {import('../../../package/checker/report.js').Message} Message */
/** @typedef {import('../page.js').App} App */
/** @typedef {import('../page.js').Content} Content */
/** @typedef {import('./campaigns.js').Campaign} Campaign */

/** @typedef {{ line: number, level: string, name: string, id_type: string, id_number: string, student_number: string }} Entry */

/**
 * @typedef {object} Imported
 * @property {string} encoding
 * @property {number} added
 * @property {number} changed
 * @property {number} unchanged
 * @property {number} absent
 * @property {number[]} with_collection lines of the file, 0 for one that it does not have
 * @property {Entry[]} preview
 */

/** @typedef {{ line: number, flaws: { column: string, value: string, message: Message }[] }} BadLine */

/** Bad lines that are shown; the file has all. */
const SHOWN = 50;

/** Numbers of lines that are named. */
const NAMED = 30;

/** How long 50,000 lines may take on a slow network, in milliseconds. */
const PATIENCE = 300_000;

/** @param {App} app @param {Campaign} campaign @returns {Content} */
export function roster(app, { settings }) {
  const { language } = app;
  const place = h('div', { 'aria-live': 'polite' });
  const faults = h('div', {});
  const input = h('input', {
    type: 'file',
    id: 'roster',
    accept: '.csv,.txt,.xlsx',
    'aria-describedby': 'roster-hint',
  });
  const say = (/** @type {string} */ words) => place.replaceChildren(h('p', { role: 'status' }, words));
  /** Only the latest choice is shown. */
  let choice = 0;
  input.addEventListener('change', async () => {
    const own = ++choice;
    const file = input.files?.[0];
    showFaults(faults, [], language);
    place.replaceChildren();
    if (!file) return;
    say(text('reading', language, { name: file.name }));
    const shown = await attempt(() => send({ campaign: settings.id, dry_run: 'true' }, file, app.left), own);
    if (shown) place.replaceChildren(...preview(shown, app, () => take(file, shown)));
  });

  /** @template Value @param {() => Promise<Value>} ask @param {number} own @returns {Promise<Value | undefined>} */
  async function attempt(ask, own) {
    try {
      const value = await ask();
      return own === choice ? value : undefined;
    } catch (error) {
      if (own !== choice || app.left.aborted) return undefined;
      place.replaceChildren();
      if (error instanceof ProblemError && app.handle(error)) return undefined;
      const lines = badLines(error);
      if (lines) place.replaceChildren(...refused(lines, app, settings.id));
      else showFaults(faults, faultsOf(error, language), language);
      return undefined;
    }
  }

  /** @param {File} file @param {Imported} shown what was agreed to: the server does that or nothing */
  async function take(file, shown) {
    say(text('importing', language));
    const numbers = { added: `${shown.added}`, changed: `${shown.changed}`, absent: `${shown.absent}` };
    const imported = await attempt(() => send({ campaign: settings.id, ...numbers }, file, app.left), choice);
    if (!imported) return;
    const { added, changed, unchanged, absent } = imported;
    const done = text('imported', language, { added, changed, unchanged, absent });
    place.replaceChildren(h('p', { class: 'note', role: 'status' }, done));
  }

  const back = h('a', { href: `#campaigns/${settings.id}` }, text('back', language));
  return {
    title: text('rosterTitle', language, { title: settings.title }),
    body: [
      h('p', {}, back),
      h('p', { id: 'roster-hint' }, text('rosterHint', language)),
      faults,
      h('div', { class: 'field' }, h('label', { for: 'roster' }, text('chooseFile', language)), input),
      place,
    ],
  };
}

/**
 * @param {Record<string, string>} query
 * @param {File} file
 * @param {AbortSignal} left
 * @returns {Promise<Imported>}
 */
async function send(query, file, left) {
  let response;
  let answer;
  try {
    response = await fetch(`${STAFF}rosters?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
      signal: AbortSignal.any([left, AbortSignal.timeout(PATIENCE)]),
    });
    answer = await response.text();
  } catch (error) {
    throw new NetworkError(String(error));
  }
  if (response.ok) return JSON.parse(answer);
  throw refusal(answer);
}

/** @param {unknown} error @returns {BadLine[] | undefined} */
function badLines(error) {
  if (!(error instanceof ProblemError)) return undefined;
  return /** @type {{ lines?: BadLine[] } | undefined} */ (error.problem.details)?.lines;
}

/** @param {Imported} imported @param {App} app @param {() => Promise<void>} take @returns {Node[]} */
function preview(imported, app, take) {
  const { language } = app;
  const { encoding, added, changed, unchanged, absent, with_collection, preview } = imported;
  /** @type {[string, string][]} */
  const pairs = [
    [text('encoding', language), encoding],
    [text('added', language), String(added)],
    [text('changedLines', language), String(changed)],
    [text('unchanged', language), String(unchanged)],
    [text('absentLines', language), String(absent)],
  ];
  if (with_collection.length > 0) {
    const lines = with_collection.filter(Boolean);
    const named = lines.slice(0, NAMED).join('、') + (lines.length > NAMED ? '……' : '');
    const words = { lines: named || '—', absent: with_collection.length - lines.length };
    pairs.push([text('withCollection', language), text('withCollectionLines', language, words)]);
  }
  const columns = /** @type {const} */ (['line', 'level', 'name', 'idType', 'idNumber', 'studentNumber']);
  const rows = preview.map((entry) => [
    String(entry.line),
    entry.level,
    entry.name,
    entry.id_type,
    entry.id_number,
    entry.student_number,
  ]);
  const label = text('import', language);
  const button = primary(label, async () => {
    // The dialog closes before the import, which may take a minute and has a place of its own for what is wrong.
    const consequence = text('importConsequence', language, { added, changed, absent });
    if (await consent({ title: label, consequence, label, act: async () => {}, language })) await take();
  });
  return [
    facts(pairs),
    button,
    h('h2', {}, text('preview', language, { n: preview.length })),
    table(
      columns.map((key) => text(key, language)),
      rows,
    ),
  ];
}

/** @param {BadLine[]} lines @param {App} app @param {string} campaign @returns {Node[]} */
function refused(lines, app, campaign) {
  const { language } = app;
  const titles = /** @type {const} */ (['line', 'column', 'value', 'flaw']).map((key) => text(key, language));
  const rows = (/** @type {BadLine[]} */ some) =>
    some.flatMap(({ line, flaws }) =>
      flaws.map(({ column, value, message }) => [String(line), column, value, message[language]]),
    );
  const download = second(text('download', language), () => {
    const address = URL.createObjectURL(new Blob([csv([titles, ...rows(lines)])], { type: 'text/csv' }));
    h('a', { href: address, download: `${campaign}-roster-errors.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  const heading = h('h2', { class: 'fault' }, text('badLines', language, { n: lines.length }));
  const part = lines.slice(0, SHOWN);
  const hint = lines.length > SHOWN ? [h('p', {}, text('badLinesShown', language, { n: SHOWN }))] : [];
  return [heading, download, ...hint, table(titles, rows(part))];
}

/** @param {string[]} titles @param {string[][]} rows */
function table(titles, rows) {
  const head = h('tr', {}, ...titles.map((title) => h('th', { scope: 'col' }, title)));
  const body = rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', { lang: 'zh-CN' }, cell))));
  return h('div', { class: 'scrolled', tabindex: 0 }, h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)));
}
