/** The checker without a face, for pages and workers. */

import type { Limits, Mark, Message, Progress, Report, TroubleCause } from './report.js';

export type { Finding, Language, Limits, Mark, Message, Point, Progress, Report, TroubleCause } from './report.js';

/** The file is longer than the engine takes; it was not read. */
export class TooLong extends Error {
  constructor(maxBytes: number);
  readonly maxBytes: number;
}

/** The module cannot run here, or has stopped; the message is for developers. */
export class Trouble extends Error {
  constructor(cause: TroubleCause, message: string);
  readonly trouble: TroubleCause;
}

export interface CheckOptions {
  /**
   * Told once what can be said without the models, where these are still on their way. The promise gives the
   * report with them, or without where they cannot be loaded.
   */
  first?: (report: Report) => void;
  /** Ends the wait. */
  signal?: AbortSignal;
}

/** What is known of a rule: its value, with words for its message, or, without a value, why there is none. */
export interface Fact {
  rule: string;
  value: number | null;
  /** As reports name the reason. */
  because: string | null;
  words: Message | null;
  marks: Mark[];
}

/**
 * Checks photos in a worker. A worker that stops is left; the photo at hand is tried once more in a new one.
 */
export class PhotoChecker {
  /** @param source the folder of the module's builds, if not the one beside this file */
  constructor(source?: string | URL);
  /** Loads the module; rejected with `Trouble`. */
  open(): Promise<Limits>;
  /** Rejected with `TooLong` or `Trouble`. */
  check(file: Blob, profile: string, options?: CheckOptions): Promise<Report>;
  /**
   * What the file itself tells, measured and not judged, by the small module, which is there before the checker: the
   * values of the report to come. None where it cannot run, which `check` then gives the reason for.
   */
  facts(file: Blob): Promise<Fact[]>;
  /** Whether the module is loaded: until then a check takes as long as the network. */
  readonly ready: boolean;
  /** How far the models are; they load while the module's user still chooses a photo. */
  readonly progress: Progress;
  onprogress: ((progress: Progress) => void) | null;
  /** Ends the worker. */
  close(): void;
}

/** A checker that is loaded and ready. */
export function open(source?: string | URL): Promise<PhotoChecker>;
