/** What a page knows of the profiles without the WebAssembly module: `profiles.json` beside its builds. */

import type { Message } from './report.js';

export interface ProfileSummaries {
  /** The name of a file format for people, by its name in reports. */
  formats: Record<string, Message>;
  profiles: ProfileSummary[];
}

export interface ProfileSummary {
  id: string;
  title: Message;
  /** The demands to know before a photo is taken. */
  demands: { sentence: string; english: string }[];
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

/** A clause with its rule's texts, in which all placeholders but those of the measurement are filled in. */
export interface ClauseSummary {
  rule: string;
  /** Of what is measured: the format (flag), the length, width and height (px), and so on. */
  unit: 'flag' | 'bytes' | 'px' | '%' | 'jpeg quality';
  sentence: string;
  english: string;
  severity: 'reject' | 'warn' | 'advise';
  limits: FileLimits;
  name: Message;
  fail: Message;
  advice: Message;
  /** Where the file or the picture is too large. */
  advice_above: Message;
}

/** What a profile demands of a file: formats, bounds of a number, or bounds of width and height. */
export interface FileLimits extends Bounds {
  one_of?: string[];
  width?: number | Bounds;
  height?: number | Bounds;
}

export interface Bounds {
  min?: number;
  max?: number;
  more_than?: number;
  less_than?: number;
  exactly?: number;
}

/** One request for each folder; rejected where the file cannot be loaded. */
export function profileSummaries(builds: URL): Promise<ProfileSummaries>;
