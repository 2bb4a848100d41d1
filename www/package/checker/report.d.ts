/** Generated from src/report/schema.json by `cargo xtask types`. */

/**
 * SHA-256 in lower-case hexadecimal.
 */
export type Sha256 = string;
/**
 * Why something could not be measured.
 */
export type Unmeasurable =
  | 'not a jpeg'
  | 'file too large'
  | 'picture too large'
  | 'no picture in the file'
  | 'unusual kind of jpeg'
  | 'damaged picture'
  | 'not looked at yet'
  | 'model missing'
  | 'no face found'
  | 'face too small'
  | 'head turned'
  | 'face off centre'
  | 'out of the picture'
  | 'no background'
  | 'no evidence'
  | 'unknown colour profile'
  | 'picture too small'
  | 'nothing to measure on';
/**
 * The unit of a measured number: flag is 1 for yes and 0 for no, dE is a colour difference in CIELAB.
 */
export type Unit =
  | 'flag'
  | 'bytes'
  | '%'
  | '% of width'
  | '% of height'
  | 'times'
  | 'px'
  | 'mm'
  | 'dpi'
  | 'grey levels'
  | 'jpeg quality'
  | 'count'
  | 'degrees'
  | 'dE';
/**
 * A shape on the upright photo, in pixels from its upper left corner.
 */
export type Mark = AreaMark | LineMark | BarMark | PolygonMark | HeatMark;
/**
 * What a rule measured.
 */
export type Measurement = MeasuredNumber | MeasuredColour | MeasuredSize | MeasuredName;

/**
 * The answer to one photo and one profile: the same from the WebAssembly module, the server and the command line. Canonical JSON: compact, keys in this order, numbers as JavaScript writes them.
 */
export interface Report {
  /**
   * Version of this form.
   */
  schema: 2;
  /**
   * Version of the checker.
   */
  engine: string;
  profile: ProfileId;
  /**
   * The models that were used.
   */
  models: ModelId[];
  photo: PhotoId;
  /**
   * Rejected where a reject-level clause fails; undecided where none fails, but one is in doubt or could not be assessed.
   */
  decision: 'accepted' | 'rejected' | 'undecided';
  /**
   * One for each clause of the notice: first what fails, in the order in which to correct it.
   */
  findings: Finding[];
  /**
   * What every rule measured, by rule id, also rules that the profile does not use.
   */
  measurements: {
    [k: string]: Measurement;
  };
}
/**
 * The profile that judged, by name and content.
 */
export interface ProfileId {
  id: string;
  version: string;
  sha256: Sha256;
}
/**
 * A model by name and content.
 */
export interface ModelId {
  id: string;
  sha256: Sha256;
}
/**
 * The photo's file.
 */
export interface PhotoId {
  sha256: Sha256;
  /**
   * Length of the file.
   */
  bytes: number;
  /**
   * What the file really is, whatever its name says.
   */
  format:
    | 'jpeg'
    | 'png'
    | 'gif'
    | 'webp'
    | 'bmp'
    | 'tiff'
    | 'heic'
    | 'avif'
    | 'other-picture'
    | 'pdf'
    | 'zip'
    | 'video'
    | 'text'
    | 'empty'
    | 'unknown';
  /**
   * Upright width in pixels; null where the file does not say.
   */
  width: number | null;
  /**
   * Upright height in pixels; null where the file does not say.
   */
  height: number | null;
}
/**
 * The result for one clause of the notice.
 */
export interface Finding {
  /**
   * The rule that judged; null where no rule does.
   */
  rule: string | null;
  /**
   * What the rule measures, in a few words; null without a rule.
   */
  name: Message | null;
  /**
   * The notice's own words.
   */
  sentence: string;
  /**
   * Their English translation.
   */
  english: string;
  /**
   * Who judges: a rule, a person, or nobody.
   */
  kind: 'rule' | 'for-human' | 'information';
  /**
   * What a failure means.
   */
  severity: 'reject' | 'warn' | 'advise';
  /**
   * Doubtful: beyond the limits, but within the margin; the message is a question to the candidate, and a person decides.
   */
  outcome: 'fail' | 'doubtful' | 'not-assessed' | 'for-human' | 'information' | 'pass';
  /**
   * Why it was not assessed; null otherwise.
   */
  because: Unmeasurable | null;
  /**
   * The failing rule from which this failure or doubt follows; null if there is none.
   */
  explained_by: string | null;
  /**
   * The number that was judged; null if there is none.
   */
  value: number | null;
  /**
   * The unit of the value.
   */
  unit: Unit | null;
  /**
   * What the profile demands, as it writes it.
   */
  limits: {
    [k: string]: unknown;
  };
  /**
   * The same in words; null without a rule.
   */
  allowed: Message | null;
  /**
   * The least allowed value, in the unit of the value; null if there is none.
   */
  min: number | null;
  /**
   * The greatest allowed value, in the unit of the value; null if there is none.
   */
  max: number | null;
  /**
   * How far beyond the limits a value is in doubt, in its unit.
   */
  margin: number;
  message: Message;
  /**
   * What to do where it fails, is doubtful or was not assessed; null otherwise.
   */
  advice: Message | null;
  /**
   * Where on the photo it was measured.
   */
  marks: Mark[];
}
/**
 * A text in Simplified Chinese and English.
 */
export interface Message {
  zh: string;
  en: string;
}
/**
 * The part of the photo that was measured.
 */
export interface AreaMark {
  shape: 'area';
  x: number;
  y: number;
  width: number;
  height: number;
}
/**
 * A measured direction.
 */
export interface LineMark {
  shape: 'line';
  from: Point;
  to: Point;
}
/**
 * A point in pixels from the upper left corner of the upright photo; it may be a little outside.
 */
export interface Point {
  x: number;
  y: number;
}
/**
 * A measured length, in proportion to the value: a limit ends at from + (to - from) * limit / value.
 */
export interface BarMark {
  shape: 'bar';
  from: Point;
  to: Point;
}
/**
 * The outline of a part.
 */
export interface PolygonMark {
  shape: 'polygon';
  /**
   * Its corners in order.
   */
  points: Point[];
}
/**
 * How far the colours of the whole photo are off, in cells of equal size.
 */
export interface HeatMark {
  shape: 'heat';
  /**
   * Rows from the top, one character a cell: 0 where the colour is right to 9 where it is far off, and . where nothing was measured.
   */
  rows: string[];
}
/**
 * A number.
 */
export interface MeasuredNumber {
  value: number;
  unit: Unit;
}
/**
 * A colour in CIELAB.
 */
export interface MeasuredColour {
  colour: {
    l: number;
    a: number;
    b: number;
  };
}
/**
 * Width and height in pixels.
 */
export interface MeasuredSize {
  width: number;
  height: number;
}
/**
 * A name, such as that of a file format.
 */
export interface MeasuredName {
  name: string;
}
