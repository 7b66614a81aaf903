/**
 * Attacks where corrections were: requests that people called no attack, with a payload in a parameter, or in the path where
 * that has more than plain words. What a correction teaches must not reach as far as them: an attacker may send what looks
 * like the corrected request, and who corrects may be the attacker.
 */
import { type Features, Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import { attackPayload } from "../../simulate/attacks/index.ts";
import type { Random } from "../../simulate/lib/random.ts";
import type { EventAnnotation } from "../../store/annotations.ts";
import type { Correction } from "../window/annotations.ts";

/** Attacks that training makes at an effort of any size: as many to learn from, and as many to try a step on. */
export const COUNTEREXAMPLES = 400;
/** Most places for a payload that are used, and payloads at one. */
const MOST = { places: 200, payloads: 40 };
/** Payloads that are drawn for one in which the model sees what it saw in the corrected request. */
const MOST_DRAWS = 8;
/** Name of the parameter where the corrected request has none. */
const ADDED_PARAMETER = "id";
/** Segments of a path that are more than plain words: there a payload may have been. */
const ODD_SEGMENTS = /(?<=\/)(?=[^/]*[^/\w.~-])[^/]+/g;

/** Where in a request an attack is. */
export type AttackedPart = "path" | "query";

export interface Counterexample {
  features: Features;
  part: AttackedPart;
}

/** A request that was corrected, cut where a payload goes. */
interface Place {
  part: AttackedPart;
  time: number;
  before: string;
  after: string;
  /** What the model in service saw in the corrected request first. */
  reason: string;
}

/**
 * Features of attacks, each of a source that has sent nothing else but the others of its round.
 *
 * @param module the model in service
 * @param corrected corrections by event id; those that are not believed teach nothing, and need none
 * @param count at most; none where nothing was called no attack
 */
export function* counterexamples(
  module: WebAssembly.Module,
  annotations: readonly EventAnnotation[],
  corrected: ReadonlyMap<string, Correction>,
  count: number,
  rng: Random,
): Generator<Counterexample> {
  const places = rng.shuffle(placesOf(module, annotations, corrected)).slice(0, MOST.places);
  const judge = Filter.load(module);
  let filter = judge;
  for (let i = 0; i < Math.min(count, places.length * MOST.payloads); i++) {
    // A source with a payload in each of many requests would be told by that alone.
    if (i % places.length === 0) filter = Filter.load(module);
    const place = places[i % places.length] as Place;
    const record = attackAt(judge, place, rng);
    const features = record === undefined ? undefined : filter.features(record, shipperTime(place.time));
    if (features) yield { features, part: place.part };
  }
}

/** The request as an attack in which the model sees what it saw in the corrected one; undefined where none was drawn. */
function attackAt(judge: Filter, { time, before, after, reason }: Place, rng: Random): string | undefined {
  for (let draws = 0; draws < MOST_DRAWS; draws++) {
    const record = before + encodeURIComponent(attackPayload(rng).payload) + after;
    const event = judge.event(record, shipperTime(time));
    if (event && (event.why[0] === reason || !reason.startsWith("attack:"))) return record;
  }
  return undefined;
}

/** One place of each path and parameter, and of each odd segment of a path. */
function placesOf(
  module: WebAssembly.Module,
  annotations: readonly EventAnnotation[],
  corrected: ReadonlyMap<string, Correction>,
): Place[] {
  const filter = Filter.load(module);
  const places = new Map<string, Place>();
  for (const { id, record, time } of annotations) {
    const correction = corrected.get(id);
    if (!correction || correction.reliability === 0 || correction.labels.threat !== 0) continue;
    const event = filter.event(record, shipperTime(time));
    if (event?.kind !== "web" || !event.path) continue;
    const written = JSON.stringify(event.path).slice(1, -1);
    const at = record.indexOf(written);
    if (at < 0) continue;
    const reason = event.why[0] ?? "";
    const [path = "", query] = written.split("?", 2);
    const put = (part: AttackedPart, name: string, from: number, to: number, added = "") =>
      places.set(`${name} ${reason}`, {
        part,
        time,
        before: record.slice(0, from) + added,
        after: record.slice(to),
        reason,
      });
    for (const { 0: segment, index } of path.matchAll(ODD_SEGMENTS)) {
      const end = index + segment.length;
      put("path", `${path.slice(0, index)}*${path.slice(end)}`, at + index, at + end);
    }
    const end = at + written.length;
    if (query === undefined) put("query", `${path}?`, end, end, `?${ADDED_PARAMETER}=`);
    for (const { 0: found, 1: name = "", 2: value = "", index } of (query ?? "").matchAll(
      /([^=&]+)=([^&]*)/g,
    )) {
      const to = at + path.length + 1 + index + found.length;
      put("query", `${path}?${name}`, to - value.length, to);
    }
  }
  return [...places.values()];
}
