/** The campaign's API. Its OpenAPI document describes every answer; here is what the pages use. */

/** @typedef {import('../../package/checker/protocol.js').Language} Language */
/** @typedef {import('../../package/checker/report.js').Message} Message */

/**
 * @typedef {object} Institution
 * @property {string} code
 * @property {string} name
 * @property {{ id: string, title: string, opens: number, closes: number, open: boolean }[]} campaigns
 *
 * @typedef {object} Campaign
 * @property {string} id
 * @property {string} title
 * @property {string} code of the institution
 * @property {string} institution
 * @property {string} state
 * @property {string} notice
 * @property {string[]} levels
 * @property {{ id_type: string, name: string }[]} id_types
 * @property {number} opens
 * @property {number} closes
 * @property {boolean} open
 * @property {number} fee_fen
 * @property {string} profile
 * @property {string} phone
 * @property {string} hours
 * @property {string} office_contact
 *
 * @typedef {'confirmation' | 'reminder' | 'photo' | 'payment' | 'review' | 'done' | 'expired'} Step
 *
 * @typedef {object} Collection
 * @property {string} state
 * @property {number} version
 * @property {Step} step
 * @property {string[]} allowed
 * @property {string} campaign
 * @property {string} institution
 * @property {string} code
 * @property {string} student_number
 * @property {string} name
 * @property {string} level
 * @property {number | null} deadline
 * @property {number} fee_fen
 * @property {string} reminder
 * @property {{ sha256: string, state: string, decision: string, created: number } | null} photo
 * @property {{ reason: string, message: Message }[]} reasons
 * @property {number} refusals
 * @property {number | null} waiting
 *
 * @typedef {object} Problem
 * @property {string} code
 * @property {Message} message
 * @property {{ clauses?: { sentence: string, english: string, message: Message, advice: Message | null }[] }} [details]
 */

/** The server has answered that it cannot do what was asked. */
export class ProblemError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The server was not reached, or its answer got lost. */
export class NetworkError extends Error {}

/** Longest wait for an answer, in milliseconds: a small one takes two seconds on a very slow network. */
const PATIENCE = 20_000;

/** Waits before a question is asked again, in milliseconds. Only questions: what acts is repeated by a person. */
const RETRIES = [800, 2000];

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
  for (const wait of RETRIES) {
    try {
      return await ask('GET', path);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return ask('GET', path);
}

/** @param {'POST' | 'PUT' | 'DELETE'} method @param {string} path @param {object} [body] @returns {Promise<any>} */
export function act(method, path, body) {
  return ask(method, path, body);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
async function ask(method, path, body) {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  let response;
  let text;
  try {
    response = await fetch(`api/v1/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    text = await response.text();
  } catch (error) {
    throw new NetworkError(String(error));
  }
  if (response.ok) return text ? JSON.parse(text) : null;
  throw refusal(text);
}

/** The error that an answer means. @param {string} text */
export function refusal(text) {
  try {
    const problem = JSON.parse(text);
    if (problem.code && problem.message) return new ProblemError(problem);
  } catch {
    // Not from this server: a proxy in between says that it cannot be reached.
  }
  return new NetworkError('the answer is no problem document');
}

/** The collection in a campaign; `null` without one. @param {string} campaign @returns {Promise<Collection | null>} */
export async function collection(campaign) {
  try {
    return await get(`collection${of(campaign)}`);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'no-collection') return null;
    throw error;
  }
}

/** Which collection is meant. @param {string} campaign */
export function of(campaign) {
  return `?campaign=${encodeURIComponent(campaign)}`;
}
