/** The checker without a face, for pages and workers. */

import type { Limits, Report } from './report.js';

export type { Finding, Language, Limits, Mark, Message, Report } from './report.js';

/** The file is longer than the engine takes; it was not read. */
export class TooLong extends Error {
  constructor(maxBytes: number);
  readonly maxBytes: number;
}

/** Checks photos in a worker. A worker that fails is left, and the next photo gets a new one. */
export class PhotoChecker {
  /** @param source the folder of the module's builds, if not the one beside this file */
  constructor(source?: string | URL);
  /** Loads the module. */
  open(): Promise<Limits>;
  /** Rejected with `TooLong`, or with what went wrong in the worker. */
  check(file: Blob, profile: string): Promise<Report>;
  /** Ends the worker. */
  close(): void;
}

/** A checker that is loaded and ready. */
export function open(source?: string | URL): Promise<PhotoChecker>;
