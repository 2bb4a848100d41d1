/** A report as a person reads it: the decision on top, then one line a clause, what passed folded away. */

import { text } from './texts.js';

/** @typedef {import('./report.js').Finding} Finding */
/** @typedef {import('./report.js').Language} Language */
/** @typedef {import('./report.js').Report} Report */

/** The groups in the order in which they are shown; within each, the report's order stands. */
const GROUPS = /** @type {const} */ (['fail', 'warn', 'not-assessed', 'for-human', 'information', 'pass']);

/**
 * @param {Report} report
 * @param {Language} language
 * @returns {DocumentFragment}
 */
export function findings(report, language) {
  const shown = document.createDocumentFragment();
  const decision = element('h2', text(report.decision, language));
  decision.className = 'decision';
  decision.dataset.decision = report.decision;
  decision.tabIndex = -1;
  shown.append(decision);
  for (const group of GROUPS) {
    const members = report.findings.filter((finding) => groupOf(finding) === group);
    if (members.length > 0) shown.append(section(group, members, language));
  }
  return shown;
}

/** @param {Finding} finding */
function groupOf({ outcome, severity }) {
  return outcome === 'fail' && severity !== 'reject' ? 'warn' : outcome;
}

/**
 * @param {typeof GROUPS[number]} group
 * @param {Finding[]} members
 * @param {Language} language
 */
function section(group, members, language) {
  const details = document.createElement('details');
  details.className = 'group';
  details.dataset.group = group;
  details.open = group === 'fail' || group === 'warn';
  const list = document.createElement('ul');
  list.append(...members.map((finding) => line(finding, language)));
  details.append(element('summary', `${text(group, language)} · ${members.length}`), list);
  return details;
}

/**
 * @param {Finding} finding
 * @param {Language} language
 */
function line(finding, language) {
  const item = document.createElement('li');
  if (finding.rule) item.dataset.rule = finding.rule;
  item.append(element('p', finding.message[language]));
  if (finding.advice) {
    const advice = element('p', finding.advice[language]);
    advice.className = 'advice';
    item.append(advice);
  }
  return item;
}

/**
 * @param {string} name
 * @param {string} content
 */
function element(name, content) {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}
