/** The report on one photo: the same from the WebAssembly module, the server and the command line. */

export type Language = 'zh' | 'en';

/** A text in both languages. */
export type Message = Record<Language, string>;

export interface Finding {
  /** The rule that was applied; `null` where none is. */
  rule: string | null;
  /** The notice's own sentence. */
  sentence: string;
  kind: 'rule' | 'for-human' | 'information';
  severity: 'reject' | 'warn' | 'advise';
  outcome: 'fail' | 'not-assessed' | 'for-human' | 'information' | 'pass';
  /** Why it was not assessed. */
  because: string | null;
  value: number | null;
  unit: string | null;
  /** What the profile allows, in the unit of the value, both ends included; `more_than` is not. */
  limits: { min?: number; max?: number; more_than?: number };
  message: Message;
  /** What to do about it; `null` where nothing has to be done. */
  advice: Message | null;
  /** Where on the picture. */
  marks: Mark[];
}

/** A place on the upright photo, in pixels from its upper left corner. */
export type Mark =
  | { shape: 'area'; x: number; y: number; width: number; height: number }
  | { shape: 'line'; from: Point; to: Point }
  | { shape: 'polygon'; points: Point[] }
  /** Its length stands for the value: a limit is at `from + (to - from) * limit / value`. */
  | { shape: 'bar'; from: Point; to: Point }
  /** The whole photo in cells of equal size, one character each: how far the colour is off, '0' to '9', or '.'. */
  | { shape: 'heat'; rows: string[] };

export interface Point {
  x: number;
  y: number;
}

export interface Report {
  schema: 1;
  engine: string;
  profile: { id: string; version: string; sha256: string };
  models: { id: string; sha256: string }[];
  photo: { sha256: string; bytes: number; format: string; width: number | null; height: number | null };
  decision: 'accepted' | 'rejected' | 'undecided';
  /** The most important first. */
  findings: Finding[];
  measurements: Record<string, { value: number; unit: string }>;
}
