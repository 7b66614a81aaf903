/** Words of a template that the model masks by their place, and the places; noted with the pattern (pattern-text.ts). */
import { isNoted } from "./pattern-text";

@unmanaged
export class NotedPlace {
  /** As the model lists it (model/mask.ts). */
  place: u32;
  /** The word there. */
  at: usize;
  end: usize;
}

const MOST_NOTED: u32 = 32;
const NOTED: usize = memory.data(<i32>(MOST_NOTED * offsetof<NotedPlace>()), 8);
let count: u32 = 0;

export function clearNotedPlaces(): void {
  count = 0;
}

/** Notes a place and the word there, where a pattern is noted. */
export function notePlace(place: u32, at: usize, end: usize): void {
  if (!isNoted() || count == MOST_NOTED) return;
  const noted = notedPlace(count++);
  noted.place = place;
  noted.at = at;
  noted.end = end;
}

export function notedPlaces(): u32 {
  return count;
}

export function notedPlace(index: u32): NotedPlace {
  return changetype<NotedPlace>(NOTED + index * offsetof<NotedPlace>());
}
