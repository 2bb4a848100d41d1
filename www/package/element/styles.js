/**
 * The element's style sheet. A page changes colours and font by the variables `--precheck-*`, and anything else by the
 * parts. A constructed style sheet is allowed by every security policy.
 */

import { MARK_STYLES } from './mark-styles.js';

/** Each colour for light pages and for dark ones. */
const COLOURS = {
  page: ['#fbfaf7', '#16181a'],
  surface: ['#ffffff', '#1f2224'],
  text: ['#22262a', '#e8e6e1'],
  muted: ['#5d646b', '#a6adb3'],
  border: ['#dedbd3', '#3d4347'],
  accent: ['#2f6f5e', '#8fcbb8'],
  'on-accent': ['#ffffff', '#10201b'],
  fail: ['#a3341f', '#f0a08f'],
  warn: ['#7d5307', '#e5bd6c'],
  question: ['#24569b', '#9dc0f2'],
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

  .drop.chosen { padding: 0.25rem 0; border: 0; background: none; text-align: left; }
  .drop.chosen :is(label, .remove) { margin: 0; padding: 0.3rem 0.75rem; font-size: 0.95rem; }
  .drop.chosen > label { background: none; color: var(--_accent); }
  .drop.chosen > :not(label, .remove) { display: none; }

  /* The photo stays in sight beside the report on wide screens, above it on phones. */
  .photo:not(:empty) { position: sticky; z-index: 1; top: 0; padding: 0.5rem 0; background: var(--_page); }
  .preview { position: relative; width: fit-content; margin: 0 auto; }
  .preview img { display: block; max-width: 100%; max-height: 18rem; max-height: min(38svh, 20rem); border-radius: 0.25rem; }
  .enlarge { display: block; position: relative; padding: 0; border: 0; border-radius: 0.25rem; background: none; cursor: zoom-in; }
  .preview svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
  /* What gets the focus by keyboard does not lie under the photo. */
  .list :is(summary, button) { scroll-margin-top: calc(min(38svh, 20rem) + 2rem); }
  @container (min-width: 50rem) {
    .columns:has(.photo:not(:empty)) {
      display: grid; grid-template: auto 1fr / 22rem 1fr; grid-template-areas: 'photo status' 'photo list'; column-gap: 2rem;
    }
    .status { grid-area: status; }
    .list { grid-area: list; }
    .photo { grid-area: photo; align-self: start; }
    .photo:not(:empty) { top: 0.5rem; }
    .preview img { max-height: min(80vh, 29rem); }
    .list :is(summary, button) { scroll-margin-top: 1rem; }
  }
  dialog {
    position: fixed; inset: 0; width: 100vw; max-width: none; height: 100vh; height: 100dvh; max-height: none;
    margin: 0; border: 0; padding: 0; background: #000000e6; cursor: zoom-out;
  }
  dialog[open] { display: grid; place-items: center; }
  .enlarged { position: relative; width: fit-content; }
  .preview .enlarged img { max-width: 100vw; max-height: 100vh; max-height: 100dvh; border-radius: 0; }
  .close { position: fixed; top: 0.75rem; right: 0.75rem; width: 3rem; height: 3rem; padding: 0; border-color: #ffffff; background: #000000; color: #ffffff; }

  ${MARK_STYLES}

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

  .decision { display: flex; gap: 0.5rem; align-items: baseline; margin: 0.25rem 0; color: var(--_tone); font-size: 1.25rem; line-height: 1.35; outline: none; }
  .symbol { flex: none; width: 1.7rem; border-radius: 50%; background: var(--_tone); color: var(--_surface); line-height: 1.7rem; text-align: center; }
  .decision { --_tone: var(--_question); }
  .decision.good { --_tone: var(--_accent); }
  .decision.fail { --_tone: var(--_fail); }
  .decision.warn { --_tone: var(--_warn); }

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
  :is([data-group='warn'], [data-group='advise']) .number { background: var(--_warn); }
  [data-group='doubtful'] .number { background: var(--_question); }
  li details > :not(summary) { margin-top: 0.35rem; }
  .advice { font-weight: 600; }
  [data-group='not-assessed'] .advice { font-weight: 400; color: var(--_muted); }
  .label { display: block; color: var(--_muted); font-size: 0.85rem; }
  .notice { padding-left: 0.75rem; border-left: 3px solid var(--_border); font-size: 0.9rem; }
  .sentence { display: block; }
  .caused ul { padding-left: 1.25rem; list-style: disc; }
  .caused li, .names li { margin: 0; padding: 0; background: none; }
  .caused > summary { display: list-item; color: var(--_muted); font-size: 0.9rem; }
  .caused > summary::after { display: none; }
  .names li { display: inline; }
  .names li:not(:last-child)::after { content: '、'; }
  :lang(en) .names li:not(:last-child)::after { content: ', '; }
  .answers { display: flex; gap: 0.5rem; margin-top: 0.6rem; }
  .answers button { flex: 1; padding: 0.5rem; border-radius: 0.5rem; }
  .answers [aria-pressed='true'] { background: var(--_accent); color: var(--_on-accent); }
  .answers [aria-pressed='true']::before { content: '✓ '; content: '✓ ' / ''; }
  .next { margin: 1rem 0; padding: 0.75rem 1rem; border-radius: 0.5rem; background: var(--_surface); }
  .plain { padding-left: 1.25rem; list-style: disc; font-size: 0.95rem; }
  .plain li { margin: 0.25rem 0; padding: 0; background: none; }
  .next .label { margin-top: 0.5rem; }
  h3 { margin: 0 0 0.25rem; font-size: 1.05rem; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  @media (prefers-reduced-motion: reduce) {
    li summary::after { transition: none; }
  }
  @media (forced-colors: active) {
    label, .number, .symbol { border: 1px solid; }
  }
`);
