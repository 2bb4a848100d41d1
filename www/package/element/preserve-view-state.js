/** Repaints a part of the page without disturbing its reader: what was opened or closed stays so, and so does the focus. */

/** What can have the focus. */
const FOCUSABLE = 'summary, h2, button';

/**
 * @param {HTMLElement} container its parts are identified by `data-group`, `data-rule` and `data-answer`
 * @param {() => void} repaint
 */
export function preserveViewState(container, repaint) {
  const root = /** @type {ShadowRoot} */ (container.getRootNode());
  const focused = container.contains(root.activeElement ?? null) ? keyOf(root.activeElement) : null;
  const opened = new Set([...container.querySelectorAll('details[open]')].map(keyOf));
  const closed = new Set([...container.querySelectorAll('details[data-initially-open]:not([open])')].map(keyOf));
  repaint();
  for (const details of container.querySelectorAll('details')) {
    const key = keyOf(details);
    details.open = (details.open || opened.has(key)) && !closed.has(key);
  }
  if (focused === null) return;
  const again = [...container.querySelectorAll(FOCUSABLE)].find((element) => keyOf(element) === focused);
  /** @type {HTMLElement | undefined} */ (again)?.focus();
}

/** Identifies an element by its answer and clause, else by its group, else by its tag. @param {Element | null} element */
function keyOf(element) {
  const { answer = '' } = /** @type {HTMLElement | null} */ (element)?.dataset ?? {};
  const identified = /** @type {HTMLElement | null | undefined} */ (element?.closest('[data-rule], [data-group]'));
  return answer + (identified?.dataset.rule ?? identified?.dataset.group ?? element?.localName ?? '');
}
