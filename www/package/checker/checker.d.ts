/** The headless checker, for pages and workers. */

import type { EngineErrorReason, Limits, Progress } from './protocol.js';
import type { Mark, Message, Report, Unmeasurable } from './report.js';

export type { EngineErrorReason, Language, Limits, Progress } from './protocol.js';
export type { Finding, Mark, Message, Point, Report } from './report.js';

/** The file is longer than the engine accepts; it was not read. */
export class FileTooLargeError extends Error {
  constructor(maxBytes: number);
  readonly maxBytes: number;
}

/** The engine cannot run here, or has stopped; the message is for developers. */
export class EngineError extends Error {
  constructor(reason: EngineErrorReason, message: string);
  readonly reason: EngineErrorReason;
}

export interface CheckOptions {
  /**
   * Called once with what can be said without the models, where these are still being downloaded. The promise then
   * gives the report with them, or the same one again where they cannot be loaded.
   */
  onPreliminary?: (report: Report) => void;
  /** Stops waiting for the report. */
  signal?: AbortSignal;
}

/** The measurement of one rule: its value, with words for its message, or why there is none. */
export interface Fact {
  rule: string;
  value: number | null;
  /** Why there is no value, as in reports. */
  because: Unmeasurable | null;
  words: Message | null;
  /** What to do where there is no value. */
  advice: Message | null;
  marks: Mark[];
}

/** Checks photos in a worker. After a crash the photo is tried once more in a new worker. */
export class PhotoChecker {
  /** @param source the folder of the WebAssembly builds, if not the package's own */
  constructor(source?: string | URL);
  /** Loads the module; rejected with `EngineError`. */
  open(): Promise<Limits>;
  /**
   * `profile` is the id of one of the package's profiles, or a profile as JSON.
   * Rejected with `FileTooLargeError` or `EngineError`, or with the signal's reason.
   */
  check(file: Blob, profile: string, options?: CheckOptions): Promise<Report>;
  /**
   * Measures the file itself by the small preflight module, for a photo that comes before the checker is loaded: the
   * values that the report will have. Empty where the checker is loaded, whose report follows at once, and where the
   * module cannot run; `check` then gives the reason.
   */
  facts(file: Blob): Promise<Fact[]>;
  /** Whether the module is loaded. */
  readonly ready: boolean;
  /** The download of the models, which begins when the module is loaded. */
  readonly progress: Progress;
  onprogress: ((progress: Progress) => void) | null;
  /** Ends the worker. */
  close(): void;
}

/**
 * The value of the header `X-Precheck-Report-Sha256`, by which a server of this project compares the report with its
 * own; `null` where the browser computes no digest, as in pages without https.
 */
export function reportClaim(report: Report): Promise<string | null>;

/** A checker whose module is loaded. */
export function open(source?: string | URL): Promise<PhotoChecker>;
