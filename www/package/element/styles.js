/**
 * The element's style sheet. A page changes colours and font by the variables `--precheck-*`, and anything else by the
 * parts. A constructed style sheet is allowed by every security policy.
 */

/** Each colour for light pages and for dark ones. */
const COLOURS = {
  surface: ['#ffffff', '#1f2224'],
  text: ['#22262a', '#e8e6e1'],
  muted: ['#5d646b', '#a6adb3'],
  border: ['#dedbd3', '#3d4347'],
  accent: ['#2f6f5e', '#8fcbb8'],
  'on-accent': ['#ffffff', '#10201b'],
  fail: ['#a3341f', '#f0a08f'],
  warn: ['#7d5307', '#e5bd6c'],
};

/** @param {(pair: string[]) => string} choose */
function palette(choose) {
  return Object.entries(COLOURS)
    .map(([name, pair]) => `--_${name}: var(--precheck-${name}, ${choose(pair)});`)
    .join(' ');
}

export const styles = new CSSStyleSheet();

styles.replaceSync(`
  :host {
    display: block;
    container-type: inline-size;
    ${palette(([light]) => light)}
    color: var(--_text);
    font: 1.0625rem/1.65 var(--precheck-font, system-ui, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif);
  }
  /* Browsers before 2024 always get the light colours. */
  @supports (color: light-dark(#000, #fff)) {
    :host { ${palette(([light, dark]) => `light-dark(${light}, ${dark})`)} }
  }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  p { margin: 0; overflow-wrap: anywhere; }
  fieldset { min-width: 0; margin: 0; border: 0; padding: 0; }
  fieldset:disabled .drop { opacity: 0.5; }
  fieldset:disabled :is(label, button, input) { cursor: not-allowed; }
  .aside { color: var(--_muted); font-size: 0.9rem; }

  .drop {
    padding: 1.5rem 1rem 1rem;
    border: 1px dashed var(--_border);
    border-radius: 0.75rem;
    background: var(--_surface);
    text-align: center;
  }
  .privacy { margin: 0.5rem 0 1.25rem; text-align: center; }
  label, button {
    display: inline-block;
    position: relative;
    border: 1px solid var(--_accent);
    border-radius: 2rem;
    padding: 0.75rem 2rem;
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    cursor: pointer;
  }
  /* No drag and drop on touch screens. */
  @media (hover: none) { #hint { display: none; } }
  .drop > label { margin-bottom: 0.5rem; }
  label.quiet, button { background: none; color: var(--_accent); }
  button.remove { margin-left: 0.5rem; border-color: transparent; padding-inline: 0.75rem; }
  button[hidden] { display: none; }
  /* Invisible above its label, for the keyboard and for screen readers. */
  input { position: absolute; top: 0; left: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
  label:focus-within, button:focus-visible, summary:focus-visible { outline: 3px solid var(--_accent); outline-offset: 3px; }

  .capture { margin-top: 0.75rem; padding-top: 0.75rem; border-top: 1px solid var(--_border); }
  .capture summary { padding: 0.5rem; color: var(--_accent); }
  .capture > :not(summary, label) { text-align: left; margin-bottom: 0.5rem; }
  /* Without a touch screen the input would open a file dialog, not a camera. */
  @media not all and (any-pointer: coarse) { .camera { display: none; } }

  /* On wide screens the photo stays visible beside the report. */
  @container (min-width: 50rem) {
    .columns { display: grid; grid-template-columns: 22rem 1fr; gap: 2rem; align-items: start; }
    .columns > :first-child { position: sticky; top: 1rem; }
    .columns > :first-child:empty { display: none; }
    .columns > :first-child:empty + * { grid-column: 1 / -1; }
  }
  .preview { position: relative; width: fit-content; margin: 0 auto 1.25rem; }
  .preview img { display: block; max-width: 100%; max-height: 22rem; border-radius: 0.25rem; }
  .preview svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
  .halo, .mark { fill: none; vector-effect: non-scaling-stroke; }
  .halo { stroke: #ffffff; stroke-width: 4px; }
  .mark { stroke: #a3341f; stroke-width: 2px; stroke-dasharray: 8 3; }
  .mark.bar { stroke-dasharray: none; }
  .mark.heat { fill: #d0301a; stroke: none; shape-rendering: crispEdges; }
  .mark.passed { stroke: #1f6b4f; }
  .preview .allowed { stroke: #2fae7c; stroke-width: 14px; stroke-opacity: 0.55; vector-effect: non-scaling-stroke; }
  .end { fill: none; stroke: #1f6b4f; stroke-width: 2px; vector-effect: non-scaling-stroke; }
  .preview text.passed { fill: #1f6b4f; }
  .preview text {
    fill: #a3341f; stroke: #ffffff; stroke-width: 4px; paint-order: stroke; stroke-linejoin: round;
    vector-effect: non-scaling-stroke; font-weight: 700; font-family: system-ui, sans-serif;
  }

  .progress { color: var(--_muted); }
  .progress:not(:empty) { margin-bottom: 0.5rem; }
  .models { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; margin-bottom: 1rem; }
  .models[hidden] { display: none; }
  progress { accent-color: var(--_accent); }
  .error { color: var(--_fail); }
  .error:not(:empty) { padding: 0.75rem 1rem; border-left: 4px solid; background: var(--_surface); }
  .error p + p { margin-top: 0.35rem; color: var(--_text); }
  .help:not(:empty) { margin: 0.75rem 0 1.25rem; }
  .help > * { margin: 0.35rem 0; }

  .decision { margin: 0 0 0.25rem; font-size: 1.3rem; line-height: 1.4; outline: none; }
  .decision[data-decision='accepted'] { color: var(--_accent); }
  .decision[data-decision='rejected'] { color: var(--_fail); }
  .decision[data-decision='undecided'] { color: var(--_warn); }
  .decision[data-decision='soFar'] { color: var(--_text); }

  .heic { margin: 0.75rem 0; padding: 0.75rem 1rem; border-radius: 0.5rem; background: var(--_surface); }
  .heic p + p { margin-top: 0.35rem; }

  summary { cursor: pointer; border-radius: 0.25rem; }
  .group { margin-top: 0.25rem; border-top: 1px solid var(--_border); }
  .decision ~ .group:first-of-type { margin-top: 1rem; }
  .group[open] { padding-bottom: 0.75rem; }
  .group > summary { padding: 0.75rem 0; font-weight: 600; }
  .group[data-group='fail'] > summary { color: var(--_fail); }
  .group[data-group='warn'] > summary { color: var(--_warn); }
  ul { margin: 0; padding: 0; list-style: none; }
  li { margin: 0.5rem 0; padding: 0.75rem 1rem; border-radius: 0.5rem; background: var(--_surface); overflow-wrap: anywhere; }
  li summary { display: flex; align-items: flex-start; gap: 0.6rem; list-style: none; }
  li summary::-webkit-details-marker { display: none; }
  li summary::after { content: '▾'; content: '▾' / ''; margin-left: auto; color: var(--_muted); transition: rotate 0.15s; }
  li details[open] > summary::after { rotate: 180deg; }
  .number {
    flex: none;
    min-width: 1.6rem;
    border-radius: 1rem;
    background: var(--_fail);
    color: var(--_surface);
    font-size: 0.9rem;
    font-weight: 700;
    text-align: center;
  }
  [data-group='warn'] .number { background: var(--_warn); }
  li details > :not(summary) { margin-top: 0.35rem; }
  .label { padding-top: 0.35rem; color: var(--_muted); font-size: 0.85rem; }
  blockquote { margin: 0; padding-left: 0.75rem; border-left: 3px solid var(--_border); }
  .scale { display: block; width: calc(100% - 16px); height: 24px; margin: 0.5rem 8px 0; overflow: visible; }
  .track { fill: var(--_border); }
  .allowed { fill: var(--_accent); }
  .value { fill: var(--_text); stroke: var(--_surface); stroke-width: 3px; }
  .value.fail { fill: var(--_fail); }

  @media (prefers-reduced-motion: reduce) {
    li summary::after { transition: none; }
  }
  @media (forced-colors: active) {
    label, .number { border: 1px solid; }
    .allowed { fill: Highlight; }
    .track { fill: GrayText; }
    .value, .value.fail { fill: CanvasText; }
  }
`);
