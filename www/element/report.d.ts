/** The report on one photo: the same from the module, the server and the command line. */

export type Language = 'zh' | 'en';

/** A text in both languages. */
export type Message = Record<Language, string>;

export interface Finding {
  /** The rule that judged; `null` where none does. */
  rule: string | null;
  /** The notice's own words. */
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
  /** What to do about it; `null` where there is nothing to mend. */
  advice: Message | null;
  /** Places on the picture. */
  marks: Mark[];
}

/** A rectangle of the upright photo, in pixels from its upper left corner. */
export interface Mark {
  shape: 'area';
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Report {
  schema: 1;
  engine: string;
  profile: { id: string; version: string; sha256: string };
  models: { id: string; sha256: string }[];
  photo: { sha256: string; bytes: number; format: string; width: number | null; height: number | null };
  decision: 'accepted' | 'rejected' | 'undecided';
  /** First what to mend first. */
  findings: Finding[];
  measurements: Record<string, { value: number; unit: string }>;
}

/** What the engine takes at all. */
export interface Limits {
  /** Longest file, in bytes. */
  maxBytes: number;
  /** Largest picture, in pixels. */
  maxPixels: number;
}

/** What a page may ask the worker; the answer bears the same number. */
export interface Request {
  number: number;
  profile: string;
  bytes: ArrayBuffer;
}

/** What the worker says. */
export type Answer =
  | { kind: 'ready'; limits: Limits }
  | { kind: 'report'; number: number; report: Report }
  | { kind: 'failed'; number: number | null; reason: string };
