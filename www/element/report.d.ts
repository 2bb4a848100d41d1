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

/** A place on the upright photo, in pixels from its upper left corner. */
export type Mark =
  | { shape: 'area'; x: number; y: number; width: number; height: number }
  | { shape: 'line'; from: Point; to: Point }
  | { shape: 'polygon'; points: Point[] }
  /** As long as the value is large: a limit's end lies at `from + (to - from) * limit / value`. */
  | { shape: 'bar'; from: Point; to: Point }
  /** The whole photo in cells of equal size, a letter a cell: how far its colour is off, '0' to '9', or '.'. */
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
  /** First what to mend first. */
  findings: Finding[];
  measurements: Record<string, { value: number; unit: string }>;
}

/** What a page shows of a photo: a report, or the little that can be said without the module. */
export interface Answered {
  decision: Report['decision'];
  photo: Pick<Report['photo'], 'bytes' | 'format' | 'width' | 'height'>;
  findings: Finding[];
}

/** What the engine takes at all. */
export interface Limits {
  /** Longest file, in bytes. */
  maxBytes: number;
  /** Largest picture, in pixels. */
  maxPixels: number;
}

/** What a page may ask the worker. The answer bears the same number. */
export type Request =
  | { kind: 'check'; number: number; profile: string; bytes: ArrayBuffer }
  | { kind: 'forget'; number: number };

/** What the worker says. */
export type Answer =
  | { kind: 'ready'; limits: Limits }
  | { kind: 'models'; loaded: number; total: number }
  | { kind: 'no-models'; reason: string }
  | { kind: 'report'; number: number; report: Report; last: boolean }
  | { kind: 'failed'; cause: TroubleCause; reason: string };

/** How far the models are, in bytes; `failed` tells developers why they do not come. */
export interface Progress {
  loaded: number;
  total: number;
  failed: string | null;
}

/**
 * Why the module cannot check: the browser lacks WebAssembly or module workers; the page's security policy
 * forbids to run it; it could not be loaded; this browser computes wrongly; it stopped at a photo.
 */
export type TroubleCause = 'unsupported' | 'policy' | 'download' | 'wrong' | 'stopped';
