/**
 * What is being typed, as long as the tab is open: back, forward, reload and another language lose nothing. Names and numbers
 * go no further than this, and are removed once the record is found.
 */

const KEY = 'typed';

/** @type {Record<string, string>} */
let typed = {};
try {
  typed = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
} catch {
  // Storage is blocked: it lasts as long as the page.
}

/** @param {string} name */
export function typedText(name) {
  return typed[name] ?? '';
}

/** @param {string} name @param {string} text */
export function keepTyped(name, text) {
  typed = { ...typed, [name]: text };
  save();
}

/** Forgets what was typed under these names; without any, everything. @param {string[]} names */
export function dropTyped(...names) {
  const kept = names.length > 0 ? Object.entries(typed).filter(([name]) => !names.includes(name)) : [];
  typed = Object.fromEntries(kept);
  save();
}

function save() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(typed));
  } catch {
    // As above.
  }
}
