/** Lets a part be painted anew without its reader losing the place: what was opened or closed stays so, and so does the focus. */

/**
 * @param {HTMLElement} part its parts are known by `data-group` and `data-rule`
 * @param {() => void} paint
 */
export function keepPlace(part, paint) {
  const root = /** @type {ShadowRoot} */ (part.getRootNode());
  const focused = part.contains(root.activeElement ?? null) ? nameOf(root.activeElement) : null;
  const open = new Set([...part.querySelectorAll('details[open]')].map(nameOf));
  const closed = new Set([...part.querySelectorAll('details[data-unfolded]:not([open])')].map(nameOf));
  paint();
  for (const one of part.querySelectorAll('details')) {
    one.open = (one.open || open.has(nameOf(one))) && !closed.has(nameOf(one));
  }
  const again = [...part.querySelectorAll('summary, h2')].find((one) => nameOf(one) === focused);
  if (focused !== null) /** @type {HTMLElement | undefined} */ (again)?.focus();
}

/** What a part goes by: its clause, else its group, else its kind. @param {Element | null} one */
function nameOf(one) {
  const named = /** @type {HTMLElement | null | undefined} */ (one?.closest('[data-rule], [data-group]'));
  return named?.dataset.rule ?? named?.dataset.group ?? one?.localName ?? '';
}
