/** The element `<portrait-precheck>`; importing the module defines it. */

import type { Limits, Report } from './report.js';

export type { Finding, Language, Limits, Mark, Message, Report } from './report.js';

export class PortraitPrecheck extends HTMLElement {
  /** Id of the profile that judges; mirrors the attribute. */
  profile: string;
  /** Who checks a photo, on its owner's word, where the module cannot; mirrors the attribute. */
  server: string;
  /** The folder of the module's builds, if not the one beside this file; mirrors the attribute. */
  src: string;
  /** Whether the form waits for a photo; mirrors the attribute. */
  required: boolean;
  /** The photo in question. */
  readonly file: File | null;
  /** What the checker says of it, at first perhaps without the models; `null` while it has not said. */
  readonly report: Report | null;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Checks a photo as if it had been chosen. Never rejected: what goes wrong is told by an event. */
  check(file: File): Promise<void>;
}

/** What the element tells; every event bubbles out of shadow trees. */
export interface PortraitPrecheckEvents {
  /** The module is loaded. */
  'precheck-ready': CustomEvent<{ limits: Limits }>;
  /**
   * A photo is being checked, its first report is there, or models are on their way (`loaded` of `total` bytes).
   */
  'precheck-progress': CustomEvent<{ file: File | null; report: Report | null; loaded: number; total: number }>;
  /** The report is there, with all that the models tell. */
  'precheck-result': CustomEvent<{ file: File; report: Report }>;
  /** The photo could not be checked: `TooLong`, or `Trouble` with the cause. */
  'precheck-error': CustomEvent<{ file: File; error: unknown }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'portrait-precheck': PortraitPrecheck;
  }
  interface HTMLElementEventMap extends PortraitPrecheckEvents {}
}
