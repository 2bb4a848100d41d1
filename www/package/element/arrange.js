/**
 * Arranges a report for its reader: what to mend, what to answer, what to know; what follows from a cause is folded
 * under it. The report's order is kept within each group.
 */

/** @typedef {import('../checker/report.js').Finding} Finding */
/** @typedef {import('./check-file.js').PartialReport} PartialReport */
/** @typedef {import('./portrait-precheck.js').Answers} Answers */

/**
 * A finding in the list.
 * @typedef {object} Item
 * @property {Finding} finding
 * @property {Finding[]} caused what will probably be right once this is
 * @property {string} label its number in the list and on the photo; empty where it has none
 */

/** In the order in which they are shown; the first three fail, by severity. */
export const GROUPS = /** @type {const} */ ([
  'fail',
  'warn',
  'advise',
  'doubtful',
  'not-assessed',
  'for-human',
  'information',
  'pass',
]);

/** @typedef {(typeof GROUPS)[number]} Group */
/** @typedef {Record<Group, Item[]>} Arrangement */

/** What has a number and a mark on the photo. */
export const NUMBERED = GROUPS.slice(0, 4);

/**
 * @param {PartialReport} report
 * @param {Answers} answers
 * @returns {Arrangement}
 */
export function arrange({ findings }, answers) {
  const items = findings.map((finding) => ({ finding, caused: /** @type {Finding[]} */ ([]), label: '' }));
  /** @type {Map<Item, Item>} */
  const causes = new Map();
  for (const item of items) {
    const cause = item.finding.explained_by && items.find(({ finding }) => finding.rule === item.finding.explained_by);
    if (cause && cause !== item) causes.set(item, cause);
  }
  const first = items.filter((item) => !causes.has(item));
  for (const item of causes.keys()) {
    let root = item;
    for (let step = 0; step < items.length; step += 1) root = causes.get(root) ?? root;
    // Two findings that name each other as their cause have none.
    if (causes.has(root)) first.push(item);
    else root.caused.push(item.finding);
  }
  const arranged = Object.fromEntries(
    GROUPS.map((group) => [group, first.filter(({ finding }) => groupOf(finding, answers) === group)]),
  );
  NUMBERED.flatMap((group) => arranged[group]).forEach((item, index) => {
    item.label = String(index + 1);
  });
  return /** @type {Arrangement} */ (arranged);
}

/**
 * @param {Finding} finding
 * @param {Answers} answers
 * @returns {Group}
 */
function groupOf({ outcome, severity, rule }, answers) {
  const denied = outcome === 'doubtful' && answers[rule ?? ''] === 'no';
  if (outcome !== 'fail' && !denied) return outcome;
  return severity === 'reject' ? 'fail' : severity;
}

/**
 * What the candidate was asked and has not answered.
 * @param {Arrangement} arrangement
 * @param {Answers} answers
 */
export function unanswered(arrangement, answers) {
  return arrangement.doubtful.filter(({ finding }) => !(finding.rule && answers[finding.rule]));
}
