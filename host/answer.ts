/** The filter's answer, taken apart: the record as it came, and the event as its last key. */
import type { SmartlogEvent } from "./event.ts";

const KEY = '"smartlog":{';

/**
 * Where the event begins in an answer, at its brace; it ends before the answer's last character.
 *
 * The event's key is the last of its spelling: inside of a string the quotes are escaped.
 *
 * @returns -1 where the filter had no memory for an event, and gave the record back as it came
 */
export function eventStart(answer: string): number {
  const at = answer.lastIndexOf(KEY);
  return at < 0 ? -1 : at + KEY.length - 1;
}

/** The event in an answer; undefined where there is none. The record in front of it is not parsed. */
export function eventOf(answer: string): SmartlogEvent | undefined {
  const from = eventStart(answer);
  return from < 0 ? undefined : (JSON.parse(answer.slice(from, -1)) as SmartlogEvent);
}
