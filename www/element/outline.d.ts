/** What a page knows of the profiles without the module: `profiles.json` beside its builds. */

import type { Message } from './report.js';

export interface Outlines {
  /** What to call a file, by the name of its format in reports. */
  formats: Record<string, Message>;
  /** The yardstick of picture sizes: width and height in pixels. */
  standard: [number, number];
  profiles: Outline[];
}

export interface Outline {
  id: string;
  title: Message;
  /** `null` where the notice does not speak of cameras; a page then offers none. */
  capture: Capture | null;
  /** The clauses on the file itself. */
  clauses: OutlineClause[];
}

/** Whether the camera may be used, with the sentence of the notice that this rests on. */
export interface Capture {
  /** `assisted`: the rear camera, which somebody else holds. */
  mode: 'allowed' | 'assisted' | 'forbidden';
  sentence: string;
  english: string;
}

/** A clause with its rule's texts, their placeholders not filled in. */
export interface OutlineClause {
  rule: string;
  /** Of what is measured: whether it is a JPEG, its bytes, how many times the yardstick it has, and so on. */
  unit: 'flag' | 'bytes' | 'times' | '%' | 'jpeg quality';
  sentence: string;
  severity: 'reject' | 'warn' | 'advise';
  limits: { min?: number; max?: number; more_than?: number };
  name: Message;
  fail: Message;
  advice: Message;
}

/** One request a folder; rejected where the file cannot be loaded. */
export function outlines(source: URL): Promise<Outlines>;
