/** The messages between a page and the checker's worker. */

import type { Fact } from './checker.js';
import type { Message, Report } from './report.js';

/** A language of the report's texts. */
export type Language = keyof Message;

/** What the engine accepts. */
export interface Limits {
  /** Longest file, in bytes. */
  maxBytes: number;
  /** Largest picture, in pixels. */
  maxPixels: number;
}

/** From the page. The worker's answer has the same number. */
export type Request =
  | { kind: 'check'; number: number; profile: string; bytes: ArrayBuffer }
  | { kind: 'facts'; number: number; file: Blob }
  | { kind: 'cancel'; number: number };

/** From the worker. */
export type Answer =
  | { kind: 'listening' }
  | { kind: 'ready'; limits: Limits }
  | ModelsAnswer
  | { kind: 'facts'; number: number; facts: Fact[] }
  | { kind: 'refused'; number: number; reason: EngineErrorReason; message: string }
  | { kind: 'report'; number: number; report: Report; final: boolean }
  | { kind: 'failed'; reason: EngineErrorReason; message: string };

/** On the download of the models. */
export type ModelsAnswer =
  | { kind: 'models'; loaded: number; total: number }
  | { kind: 'models-failed'; message: string };

/** How much of the models is downloaded, in bytes; `failed` is an error message for developers. */
export interface Progress {
  loaded: number;
  total: number;
  failed: string | null;
}

/**
 * Why the engine cannot check: the browser lacks WebAssembly or module workers; the page's security policy forbids
 * them; the download failed; the self-test failed; the engine stopped at a photo; there is no such profile.
 */
export type EngineErrorReason = 'unsupported' | 'policy' | 'download' | 'wrong' | 'stopped' | 'profile';
