/**
 * What a session's lines come to: the set of its steps, as filter/features/session.ts has it. A step is a line's template; the order
 * of lines tells in which sets a session passes through on its way to its last one.
 *
 * A set is 32 bits, the exclusive or of its steps' marks: whichever way a session came to it, and quick to change by a
 * step. What is known of a class of sessions are fingerprints of its steps, of the sets that its sessions pass through, and of
 * those that they end with.
 */
import { fnv } from "./hash.ts";

/** Distinct steps of a session that make its set; further ones are looked at by themselves. */
export const MOST_STEPS = 20;

/** What a fingerprint is of; the first two as `Of` in filter/features/known-sessions.ts. */
const OF = { step: 0, set: 1, end: 2 } as const;
export type Of = keyof typeof OF;

const STEP_SALT = 0x9e3779b9;
const OF_SALT = 0x85ebca77;

/** The finaliser of MurmurHash3 (Appleby): every bit of 32 acts on every other. */
function mix32(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Mark of a step: what a template's fingerprint adds to a set. */
export function markOf(template: number): number {
  return mix32(template ^ STEP_SALT);
}

/** 16 bits that tell a session's steps apart, never 0; a step that has another's counts as that one again. */
export function tagOf(mark: number): number {
  return mark >>> 16 || 1;
}

/** The steps of a session, one after the other. */
export class SessionSet {
  readonly #tags = new Set<number>();
  /** The set's 32 bits. */
  set = 0;

  /** How many distinct steps it has, at most {@link MOST_STEPS}. */
  get steps(): number {
    return this.#tags.size;
  }

  /**
   * Adds a line.
   *
   * @param template the line's fingerprint, `tpl` of its event as a number
   * @returns whether it is a new step
   */
  add(template: number): boolean {
    const mark = markOf(template);
    const tag = tagOf(mark);
    if (this.#tags.has(tag) || this.#tags.size >= MOST_STEPS) return false;
    this.#tags.add(tag);
    this.set = (this.set ^ mark) >>> 0;
    return true;
  }
}

/** The set of a session's lines, by their `tpl`, in order. */
export function setOf(templates: Iterable<number>): number {
  const session = new SessionSet();
  for (const template of templates) session.add(template);
  return session.set;
}

/**
 * Fingerprint of what is known of a class.
 *
 * @param word of a step its {@link markOf mark}, else the set
 */
export function fingerprintOf(of: Of, sessionClass: number, word: number): number {
  return mix32(mix32(word ^ Math.imul(OF[of], OF_SALT)) ^ sessionClass) || 1;
}

const PROCESS = /^(.*)\[\d+\]$/s;
const NUMBERED = /^([A-Za-z]+)_-?[0-9][^.]*$/;
const UUID = /^.{8}(-.{4}){3}-.{12}$/;
const FIRST_WORD = /^[A-Za-z]*/;

/**
 * Class of a session, by which what is usual is known: 32 bits. Sessions of one kind of key belong together; where a key has
 * no name of its own, those that begin at one service.
 *
 * @param key the event's `session`
 * @param service that of the session's first event, empty where it has none
 */
export function classOf(key: string, service: string): number {
  return fnv(classNameOf(key, service));
}

/** The class for people: `blk_*`, `nova uuid`, `postfix id`, `pppd[*]`. */
export function classNameOf(key: string, service: string): string {
  const process = PROCESS.exec(key)?.[1];
  if (process !== undefined) return `${process}[*]`;
  const prefix = NUMBERED.exec(key)?.[1];
  if (prefix !== undefined) return `${prefix}_*`;
  const root = (FIRST_WORD.exec(service) as RegExpExecArray)[0];
  return `${root} ${UUID.test(key) ? "uuid" : "id"}`;
}
