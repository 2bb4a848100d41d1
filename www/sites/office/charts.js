/*!
d3-axis, d3-scale, d3-selection and what they need:

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
*/

/**
 * Charts that read without pointing at anything: each has a heading that says what it shows, its values stand in it, and the
 * same figures are in a table below, for whoever does not see it or wants to copy them. Colours are the style sheet's.
 */

import { axisBottom } from 'd3-axis';
import { scaleBand, scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { h, svg } from '../../package/element/dom.js';

/** What is shown of one thing. @typedef {{ label: string, values: number[] }} Row */

/** What a value is: what it is called, and its colour's class. @typedef {{ name: string, kind: 'plain' | 'good' | 'bad' }} Series */

/**
 * @typedef {object} Options
 * @property {string} title what the chart shows
 * @property {string} [hint] how it is read
 * @property {string} of what the rows are, for the table
 * @property {Series[]} series
 * @property {Row[]} rows
 * @property {string} none what is said instead of an empty chart
 * @property {string} table what opens the table
 */

/** Widest chart, in pixels: three of them are beside each other on a desk's screen. Phones get a narrower one, so that letters keep
 * their size. */
const WIDEST = 380;

/** What a page has beside a chart, in pixels. */
const AROUND = 64;

/** Of a row of bars, in pixels: its label, its bar, and the space to the next one. */
const [LABEL, BAR, SPACE] = [18, 16, 10];

/** What the axis takes below, in pixels. */
const AXIS = 24;

/** How wide letters are, in pixels: Latin ones and digits, and Chinese ones. */
const [LATIN, CHINESE] = [8, 14];

/** Height of the columns, in pixels, and the space above for their values. */
const [COLUMNS, ABOVE] = [140, 20];

/** How much of its place a column takes. */
const GAP = 0.25;

/** Numbers on an axis, about. */
const TICKS = 4;

function width() {
  return Math.max(240, Math.min(WIDEST, document.documentElement.clientWidth - AROUND));
}

/**
 * Lying bars, one below the other; several series of a row follow one another in its bar.
 * @param {Options} options
 */
export function bars(options) {
  const { series, rows } = options;
  const sums = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const said = rows.map(({ values }) => valueText(values, series));
  const beside = Math.max(...said.map(textWidth)) + SPACE;
  const across = width();
  const down = rows.length * (LABEL + BAR + SPACE);
  const x = scaleLinear([0, Math.max(1, ...sums)], [0, across - beside]);
  const picture = drawing(options, across, down + AXIS);
  const groups = select(picture)
    .selectAll('g')
    .data(rows)
    .join('g')
    .attr('transform', (_, place) => `translate(0, ${place * (LABEL + BAR + SPACE)})`);
  groups
    .append('text')
    .attr('y', LABEL - 5)
    .text(({ label }) => label);
  series.forEach(({ kind }, place) => {
    groups
      .append('rect')
      .attr('class', kind)
      .attr('y', LABEL)
      .attr('height', BAR)
      .attr('x', ({ values }) => x(values.slice(0, place).reduce((sum, value) => sum + value, 0)))
      .attr('width', ({ values }) => x(values[place]));
  });
  groups
    .append('text')
    .attr('class', 'value')
    .attr('y', LABEL + BAR - 4)
    .attr('x', (_, place) => x(sums[place]) + 6)
    .text((_, place) => said[place]);
  const axis = axisBottom(x)
    .ticks(Math.min(TICKS, Math.max(1, ...sums)), 'd')
    .tickSizeOuter(0);
  select(picture).append('g').attr('class', 'axis').attr('transform', `translate(0, ${down})`).call(axis);
  return figure(options, picture);
}

/**
 * Standing columns, in the order of the rows: for what follows in time.
 * @param {Options & { every: number }} options `every` so many columns have their label below
 */
export function columns(options) {
  const { rows, every, series } = options;
  const across = width();
  const labels = rows.map((_, place) => String(place));
  const x = scaleBand(labels, [0, across]).padding(GAP);
  const y = scaleLinear([0, Math.max(1, ...rows.map(({ values }) => values[0]))], [COLUMNS, 0]);
  const picture = drawing(options, across, ABOVE + COLUMNS + AXIS);
  const groups = select(picture)
    .selectAll('g')
    .data(rows)
    .join('g')
    .attr('transform', (_, place) => `translate(${x(String(place))}, ${ABOVE})`);
  groups
    .append('rect')
    .attr('class', series[0].kind)
    .attr('y', ({ values }) => y(values[0]))
    .attr('height', ({ values }) => COLUMNS - y(values[0]))
    .attr('width', x.bandwidth());
  groups
    .append('text')
    .attr('class', 'value middle')
    .attr('x', x.bandwidth() / 2)
    .attr('y', ({ values }) => y(values[0]) - 4)
    .text(({ values }) => values[0] || '');
  const axis = axisBottom(x)
    .tickValues(labels.filter((_, place) => place % every === 0))
    .tickFormat((place) => rows[Number(place)].label)
    .tickSizeOuter(0);
  const below = ABOVE + COLUMNS;
  select(picture).append('g').attr('class', 'axis').attr('transform', `translate(0, ${below})`).call(axis);
  return figure(options, picture);
}

/** How wide a text is, about. @param {string} text */
function textWidth(text) {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2fff' ? CHINESE : LATIN), 0);
}

/** The values of a row, as they stand beside its bar. @param {number[]} values @param {Series[]} series */
function valueText(values, series) {
  if (series.length === 1) return String(values[0]);
  return values.map((value, place) => `${series[place].name} ${value}`).join(' · ');
}

/** @param {Options} options @param {number} across @param {number} down */
function drawing({ title }, across, down) {
  return svg('svg', {
    viewBox: `0 0 ${across} ${down}`,
    width: across,
    height: down,
    role: 'img',
    'aria-label': title,
  });
}

/** @param {Options} options @param {SVGElement} picture */
function figure(options, picture) {
  const { title, hint, series, rows, none } = options;
  const isEmpty = rows.every(({ values }) => values.every((value) => value === 0));
  const legend = series.map(({ name, kind }) => h('li', { class: kind }, name));
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, h('h2', {}, title), ...(hint ? [h('p', { class: 'hint' }, hint)] : [])),
    ...(isEmpty
      ? [h('p', {}, none)]
      : [...(series.length > 1 ? [h('ul', { class: 'legend' }, ...legend)] : []), picture, tableBelow(options)]),
  );
}

/** @param {Options} options */
function tableBelow({ title, of, series, rows, table }) {
  const head = [of, ...series.map(({ name }) => name)];
  const body = rows.map(({ label, values }) => [label, ...values.map(String)]);
  return h(
    'details',
    {},
    h('summary', {}, table, h('span', { class: 'visually-hidden' }, ` ${title}`)),
    grid(head, body),
  );
}

/**
 * A table whose first column names its rows, and whose others are numbers.
 * @param {string[]} head
 * @param {(string | Node)[][]} body
 */
export function grid(head, body) {
  const row = (/** @type {(string | Node)[]} */ [name, ...cells]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell)));
  return h(
    'div',
    { class: 'scroll', tabindex: 0 },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...body.map(row)),
    ),
  );
}
