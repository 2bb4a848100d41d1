/** The element `<portrait-precheck>`; importing the module defines it. */

import type { Limits } from '../checker/protocol.js';
import type { Report } from '../checker/report.js';

export type { Language, Limits } from '../checker/protocol.js';
export type { Finding, Mark, Message, Report } from '../checker/report.js';

/** What the candidate says to a question: `yes` where the demand is met. */
export type Answer = 'yes' | 'no' | 'not-sure';

/** Answers by rule. */
export type Answers = Record<string, Answer>;

export class PortraitPrecheck extends HTMLElement {
  /** Id of the profile that judges; mirrors the attribute. */
  profile: string;
  /**
   * Where the profile's file is, if it is none of the package's own: `GET api/v1/profiles/ID` of a server, or what
   * `precheck profile json` prints; mirrors the attribute `profile-url`.
   */
  profileUrl: string;
  /** The server that checks a photo, with its owner's consent, where the engine cannot; mirrors the attribute. */
  server: string;
  /** The folder of the WebAssembly builds, if not the package's own; mirrors the attribute. */
  src: string;
  /** Whether the form needs a photo; mirrors the attribute. */
  required: boolean;
  /** Whether nothing can be chosen; mirrors the attribute. A fieldset may disable the element as well. */
  disabled: boolean;
  /** The chosen photo. */
  readonly file: File | null;
  /** Its report, at first perhaps without the models; `null` until there is one. */
  readonly report: Report | null;
  /** What the candidate has answered about this photo. */
  readonly answers: Answers;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Checks a photo as if it had been chosen. Never rejected: errors are reported by an event. */
  check(file: File): Promise<void>;
  /** Removes the photo, and stops whatever is being done with it. */
  clear(): void;
}

/** The element's events; all bubble out of shadow trees. */
export interface PortraitPrecheckEvents {
  /** The module is loaded. */
  'precheck-ready': CustomEvent<{ limits: Limits }>;
  /** A check has begun, the photo was removed, a preliminary report is there, or models are being downloaded (`loaded` of `total` bytes). */
  'precheck-progress': CustomEvent<{ file: File | null; report: Report | null; loaded: number; total: number }>;
  /** The final report is there. */
  'precheck-result': CustomEvent<{ file: File; report: Report }>;
  /** The candidate has answered a question about the photo. */
  'precheck-answer': CustomEvent<{ file: File; rule: string; answer: Answer; answers: Answers }>;
  /** The photo could not be checked: `FileTooLargeError`, or `EngineError` with its reason. */
  'precheck-error': CustomEvent<{ file: File; error: unknown }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'portrait-precheck': PortraitPrecheck;
  }
  interface HTMLElementEventMap extends PortraitPrecheckEvents {}
}
