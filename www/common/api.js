/** How pages ask a server: JSON, problem documents, and questions that are repeated where the network fails. */

/** @typedef {import('../package/checker/report.js').Message} Message */

/**
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

/**
 * What asks and acts below an address, which is relative to the page.
 * @param {string} base
 */
export function api(base) {
  return {
    /** @param {string} path @returns {Promise<any>} */
    async get(path) {
      for (const wait of RETRIES) {
        try {
          return await ask('GET', base + path);
        } catch (error) {
          if (!(error instanceof NetworkError)) throw error;
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
      return ask('GET', base + path);
    },
    /** @param {'POST' | 'PUT' | 'DELETE'} method @param {string} path @param {object} [body] @returns {Promise<any>} */
    act: (method, path, body) => ask(method, base + path, body),
  };
}

/**
 * @param {string} method
 * @param {string} address
 * @param {object} [body]
 */
async function ask(method, address, body) {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  let response;
  let text;
  try {
    response = await fetch(address, {
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
