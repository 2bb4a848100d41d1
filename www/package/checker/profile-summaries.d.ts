/**
 * What a page knows of the profiles without the WebAssembly module: `profiles.json` beside its builds, the index, and a
 * file for each profile that the module does not carry.
 */

import type { Message } from './report.js';

export interface ProfileIndex {
  /** The name of a file format for people, by its name in reports. */
  formats: Record<string, Message>;
  profiles: ProfileEntry[];
}

/** What there is to choose from. */
export type ProfileEntry = {
  id: string;
  title: Message;
  /** Whose notice it is. */
  office: Message | null;
  /** The office's country or region, two letters of ISO 3166-1. */
  region: string | null;
  /** `source`: the office's own tool or page crops the photo later. */
  stage: 'source' | 'final';
  /** As in reports. */
  sha256: string;
} & (
  | {
      /** Where its file is, relative to the index. */
      file: string;
      summary: null;
    }
  | { file: null; summary: ProfileSummary }
);

/** The file of a profile. */
export interface PublishedProfile {
  summary: ProfileSummary;
  /** By which the module judges; `null` where the module carries it. */
  profile: object | null;
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

/** A clause with its rule's texts, which contain placeholders. */
export interface ClauseSummary {
  rule: string;
  /** Of what is measured: the format (flag), the length, width and height (px), and so on. */
  unit: 'flag' | 'bytes' | 'px' | '%' | 'jpeg quality';
  sentence: string;
  english: string;
  severity: 'reject' | 'warn' | 'advise';
  limits: FileLimits;
  /** What the limits allow, in words, and the least and the greatest allowed value. */
  allowed: Message;
  min: number | null;
  max: number | null;
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
export function profileIndex(builds: URL): Promise<ProfileIndex>;

/** By its id, or from an address of its own; `null` where there is no such profile. */
export function loadProfile(builds: URL, id: string, own?: string | null): Promise<PublishedProfile | null>;
