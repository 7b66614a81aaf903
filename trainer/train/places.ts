/**
 * Places whose word varies, found in a window: the words that stand there become `*` in the templates of the candidate.
 *
 * The filter itself finds candidates while it reads the window (filter/features/places.ts). Of these are taken, for good:
 *
 * - those whose words are many, or several and ever new ones: a few that come again and again tell events apart;
 * - none that would join what people called an attack or an anomaly with all else, or what mostly was called so: it would be
 *   found no more;
 * - none behind one that is not taken, whose words would have to vary first.
 */
import { Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { Decoded } from "../model/decode.ts";
import { joinPlaces, MAX_PLACES, placesIn, withMask } from "../model/mask.ts";
import { type Recorded, type TemplateMap, templateMap, templateNow } from "../model/template-map.ts";
import type { JoinedPlace } from "../report/input.ts";
import type { Correction } from "../window/annotations.ts";
import type { ShownTemplate } from "../window/shown.ts";
import type { Templates } from "../window/templates.ts";

/** Words from which on a place varies, whatever they do; and where new ones keep coming. */
const MANY_WORDS = 30;
const SOME_WORDS = 10;
/** Share of the words that come first in the later half of the time, where new ones keep coming. */
const NEW_SHARE = 0.2;
/** Share of a place's events that were found, from which on it is left alone. */
const MOSTLY_FOUND = 0.5;
/** Places that are added at once: who fills a log for a week must not fill the list. */
const MOST_ADDED = 64;

/** A place that is added. */
export interface AddedPlace extends JoinedPlace {
  place: number;
}

export interface Places {
  /** All places of the candidate. */
  all: number[];
  added: AddedPlace[];
  /** Fingerprints that change. */
  templates: TemplateMap;
  /** Events of the templates that others become. */
  joined: ReadonlyMap<number, number>;
}

export interface PlacesInput {
  incumbent: Pick<Decoded, "sections">;
  /** The module in service. */
  module: Uint8Array;
  /** Places that the filter found in the window. */
  found: readonly number[];
  shown: readonly ShownTemplate[];
  /** By event id. */
  corrected: ReadonlyMap<string, Correction>;
}

/** A place that may be added. */
interface Candidate {
  place: number;
  text: string;
  /** Candidates in front of it. */
  behind: Set<number>;
  /** Its words, and when each came first. */
  words: Map<string, number>;
  /** Templates that it joins with others. */
  members: Set<ShownTemplate>;
}

/** No places but those that the module has. */
export function samePlaces({ incumbent: { sections } }: Pick<PlacesInput, "incumbent">): Places {
  return { all: placesIn(sections), added: [], templates: new Map(), joined: new Map() };
}

/** Chooses the places of the candidate. */
export function choosePlaces(input: PlacesInput): Places {
  const { incumbent, module, found, shown, corrected } = input;
  const own = placesIn(incumbent.sections);
  const has = new Set(own);
  const fresh = found.filter((place) => !has.has(place)).slice(0, MAX_PLACES - own.length);
  if (fresh.length === 0) return samePlaces(input);
  const widened = withMask(module, joinPlaces(own, fresh));
  const added = taken(candidatesOf(widened, shown, new Set(fresh)), corrected);
  if (added.length === 0) return samePlaces(input);
  const all = joinPlaces(
    own,
    added.map(({ place }) => place),
  );
  const templates = templateMap(Filter.load(module), Filter.load(withMask(module, all)), recordsOf(shown));
  const joined = new Map<number, number>();
  for (const { template, events } of shown) {
    const now = templates.get(template);
    if (now !== undefined) joined.set(now, (joined.get(now) ?? 0) + events);
  }
  return { all, added, templates, joined };
}

/** The window's frequent templates as the candidate has them, those that others became first. */
export function templatesNow(
  templates: Pick<Templates, "frequent">,
  { templates: map, joined }: Places,
): Pick<Templates, "frequent"> {
  const frequent = (most: number, least: number) => {
    const first = [...joined].filter(([, events]) => events >= least).map(([template]) => template);
    const others = templates.frequent(most, least).map((template) => templateNow(map, template));
    return [...new Set([...first, ...others])].slice(0, most);
  };
  return { frequent };
}

/** What each place would join: the templates as a module reads them that has all places. */
function candidatesOf(
  widened: Uint8Array,
  shown: readonly ShownTemplate[],
  fresh: ReadonlySet<number>,
): Candidate[] {
  const filter = Filter.load(widened);
  const candidates = new Map<number, Candidate>();
  for (const member of shown) {
    const { template: text = "", places = [] } = JSON.parse(
      filter.explain(member.record, shipperTime(member.time)),
    ) as Explanation;
    const behind: number[] = [];
    for (const { place: hex, word } of places) {
      const place = Number.parseInt(hex, 16);
      if (!fresh.has(place)) continue;
      const candidate: Candidate = candidates.get(place) ?? {
        place,
        text,
        behind: new Set(),
        words: new Map(),
        members: new Set(),
      };
      candidates.set(place, candidate);
      if (!candidate.words.has(word)) candidate.words.set(word, member.time);
      candidate.members.add(member);
      for (const earlier of behind) if (earlier !== place) candidate.behind.add(earlier);
      behind.push(place);
    }
  }
  return [...candidates.values()];
}

/** What the filter tells of a template: its words, and those that the model masks by their place. */
interface Explanation {
  template?: string;
  places?: { place: string; word: string }[];
}

/** The candidates that are taken, those with most events first. */
function taken(candidates: readonly Candidate[], corrected: ReadonlyMap<string, Correction>): AddedPlace[] {
  const varying = candidates.filter((candidate) => isVariable(candidate) && !hides(candidate, corrected));
  const places = new Set(varying.map(({ place }) => place));
  return varying
    .filter(({ behind }) => [...behind].every((place) => places.has(place)))
    .map(({ place, text, words, members }) => {
      return { place, text, words: words.size, events: sum([...members], ({ events }) => events) };
    })
    .sort((a, b) => b.events - a.events || a.place - b.place)
    .slice(0, MOST_ADDED);
}

function isVariable({ words, members }: Candidate): boolean {
  if (words.size >= MANY_WORDS) return true;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const member of members) {
    first = Math.min(first, member.time);
    last = Math.max(last, member.last);
  }
  const late = [...words.values()].filter((time) => time > (first + last) / 2).length;
  return words.size >= SOME_WORDS && late >= words.size * NEW_SHARE;
}

/** Whether something that was found, or that people found, would be like all else. */
function hides({ members }: Candidate, corrected: ReadonlyMap<string, Correction>): boolean {
  const joined = [...members];
  const said = joined.flatMap((member) => member.corrected.flatMap((id) => corrected.get(id) ?? []));
  if (said.length > 0) return said.some(({ labels }) => labels.threat === 1 || labels.anomaly === 1);
  return sum(joined, ({ found }) => found) >= MOSTLY_FOUND * sum(joined, ({ events }) => events);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function* recordsOf(shown: readonly ShownTemplate[]): Generator<Recorded> {
  for (const { record, time } of shown) yield { record, time: shipperTime(time) };
}
