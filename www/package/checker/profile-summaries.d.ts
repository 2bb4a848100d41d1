/** What a page knows of the profiles without the WebAssembly module: `profiles.json` beside its builds. */

import type { Finding, Message } from './report.js';

export interface ProfileSummaries {
  /** The name of a file format for people, by its name in reports. */
  formats: Record<string, Message>;
  /** The reference of picture sizes: width and height in pixels. */
  standard: [number, number];
  profiles: ProfileSummary[];
}

export interface ProfileSummary {
  id: string;
  title: Message;
  /** `null` where the notice does not mention cameras; a page then offers none. */
  capture: Capture | null;
  /** The clauses on the file itself. */
  clauses: ClauseSummary[];
}

/** Whether the camera may be used, with the notice's sentence. */
export interface Capture {
  /** `assisted`: the rear camera, held by somebody else. */
  mode: 'allowed' | 'assisted' | 'forbidden';
  sentence: string;
  english: string;
}

/** A clause with its rule's texts, which contain placeholders. */
export interface ClauseSummary {
  rule: string;
  /** Of the measured value: whether it is a JPEG, its bytes, its size in multiples of the reference, and so on. */
  unit: 'flag' | 'bytes' | 'times' | '%' | 'jpeg quality';
  sentence: string;
  severity: 'reject' | 'warn' | 'advise';
  limits: Finding['limits'];
  name: Message;
  fail: Message;
  advice: Message;
}

/** One request for each folder; rejected where the file cannot be loaded. */
export function profileSummaries(builds: URL): Promise<ProfileSummaries>;
