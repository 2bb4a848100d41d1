/** The addresses in a page that make a browser load a file, and their replacement. */

import { once } from 'node:events';

import { RewritingStream } from 'parse5-html-rewriting-stream';

/** The attribute with the address, by element. */
const ATTRIBUTES = new Map([
  ['img', 'src'],
  ['link', 'href'],
  ['script', 'src'],
]);

/**
 * @typedef {object} Rewriter
 * @property {(address: string) => string} replace called with each address that is relative to the page
 * @property {string} [head] HTML for the end of the page's head
 */

/**
 * The page with other addresses, and without comments.
 * @param {string} page
 * @param {Rewriter} rewriter
 */
export async function rewriteHtml(page, { replace, head = '' }) {
  const stream = new RewritingStream();
  stream.on('startTag', (tag) => {
    const name = ATTRIBUTES.get(tag.tagName);
    for (const attribute of tag.attrs) {
      if (attribute.name === name && isRelative(attribute.value)) attribute.value = replace(attribute.value);
    }
    stream.emitStartTag(tag);
  });
  stream.on('endTag', (tag) => {
    if (tag.tagName === 'head') stream.emitRaw(head);
    stream.emitEndTag(tag);
  });
  stream.on('comment', () => {});
  let rewritten = '';
  stream.on('data', (chunk) => {
    rewritten += chunk;
  });
  stream.end(page);
  await once(stream, 'end');
  return rewritten;
}

/**
 * The addresses that are relative to the page, without repetition.
 * @param {string} page
 */
export async function relativeAddresses(page) {
  const addresses = /** @type {Set<string>} */ (new Set());
  const replace = (/** @type {string} */ address) => {
    addresses.add(address);
    return address;
  };
  await rewriteHtml(page, { replace });
  return [...addresses];
}

/** @param {string} address */
function isRelative(address) {
  return !/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(address);
}
