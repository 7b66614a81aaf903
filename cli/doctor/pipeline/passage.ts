import { isOn } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";
import { EVENT, fateOf } from "./keys.ts";
import { type Line, lineBehind, lineOf } from "./line.ts";
import { newTag, rulesOf, takesEveryRecord } from "./rewrite.ts";
import { type Answer, type Tag, takes } from "./tag.ts";

/** Rules that copy in all directions make more ways than anybody follows. */
const MOST_PASSAGES = 500;

/** What becomes of the event behind the filter that made it. */
export interface Loss {
  by: Section;
  setting: string;
  /** Where it is now; undefined: nowhere. */
  to?: string;
  /** `maybe`: code of the user's decides, or the tag isn't known. */
  answer: "yes" | "maybe";
}

/** One way of an input's records through the filters, under one tag. */
export interface Passage {
  input: Section;
  tag: Tag;
  /** The filter that gave it its tag, or joined its lines: from there it began at the first filter again. */
  emitter?: Section;
  /** SmartLog's filters that it met, in their order. */
  scorers: { filter: Section; answer: Answer }[];
  /** Where the line was when it was scored first, or is at the end. */
  line: Line;
  loss?: Loss;
  /** A rewrite_tag that it came out of, and that gets it again: with a rule for every record it never ends. */
  circle?: { by: Section; answer: "yes" | "maybe" };
  /** Whether a filter may take it or not, as its tag will be. */
  isUncertain: boolean;
}

interface Way extends Passage {
  /** Emitters that it came out of: what one emits, it leaves alone. */
  emitters: ReadonlySet<Section>;
}

/** All ways that an input's records take through the filters. */
export function passagesOf(
  input: Section,
  tag: Tag,
  filters: readonly Section[],
  isOurs: (filter: Section) => boolean,
): Passage[] {
  const done: Passage[] = [];
  const start: Way = {
    input,
    tag,
    scorers: [],
    line: lineOf(input),
    isUncertain: false,
    emitters: new Set(),
  };
  const open = [
    logProcessors(input).reduce((way, processor) => through(processor, "yes", way, isOurs), start),
  ];
  for (let way = open.pop(); way; way = open.pop()) {
    if (done.length + open.length > MOST_PASSAGES) break;
    const { emitted, rest } = follow(way, filters, isOurs);
    open.push(...emitted);
    if (rest) done.push(rest);
  }
  return done;
}

/** From the first filter to the last. */
function follow(
  start: Way,
  filters: readonly Section[],
  isOurs: (filter: Section) => boolean,
): { emitted: Way[]; rest: Passage | undefined } {
  const emitted: Way[] = [];
  let way = start;
  for (const filter of filters) {
    const answer = takes(filter.settings, way.tag);
    if (answer === "no") continue;
    if (answer === "maybe") way = { ...way, isUncertain: true };
    if (way.emitters.has(filter)) {
      // Fluent Bit spares a filter what its own emitter sends, and nothing else.
      if (filter !== way.emitter && filter.plugin === "rewrite_tag")
        way = { ...way, circle: { by: filter, answer: takesAny(filter) ? answer : "maybe" } };
    } else {
      const out = emit(filter, way);
      emitted.push(...out.ways);
      if (out.isAll && answer === "yes") return { emitted, rest: undefined };
    }
    way = through(filter, answer, way, isOurs);
  }
  const { emitters: _, ...rest } = way;
  return { emitted, rest };
}

function takesAny(filter: Section): boolean {
  return rulesOf(filter).some(takesEveryRecord);
}

/** What a filter sends through all filters anew, and whether that is all that it was given. */
function emit(filter: Section, way: Way): { ways: Way[]; isAll: boolean } {
  const again = (tag: Tag): Way => ({
    ...way,
    tag,
    emitter: filter,
    emitters: new Set([...way.emitters, filter]),
  });
  if (filter.plugin === "rewrite_tag") {
    const rules = rulesOf(filter);
    return { ways: rules.map((rule) => again(newTag(rule, way.tag))), isAll: takesAny(filter) };
  }
  const buffer = filter.settings.get("buffer");
  const isJoining = filter.plugin === "multiline" && (buffer === undefined || isOn(buffer));
  return isJoining ? { ways: [again(way.tag)], isAll: true } : { ways: [], isAll: false };
}

/** Processors of logs; those of an input stand before all filters. */
export function logProcessors({ processors }: Section): Section[] {
  return processors.filter(({ signal }) => signal === "logs");
}

/** Behind a filter, or a processor. */
function through(
  filter: Section,
  answer: "yes" | "maybe",
  way: Way,
  isOurs: (filter: Section) => boolean,
): Way {
  if (isOurs(filter)) {
    const { loss: _, ...others } = way;
    return { ...others, scorers: [...way.scorers, { filter, answer }] };
  }
  if (way.scorers.length === 0) return { ...way, line: lineBehind(filter, way.line) };
  if (way.loss?.answer === "yes") return way;
  const loss = lossBy(filter, answer);
  return loss ? { ...way, loss } : way;
}

/** What a section behind the filter takes of the event. */
export function lossBy(section: Section, answer: "yes" | "maybe"): Loss | undefined {
  const fate = fateOf(section, EVENT);
  if (fate.is === "kept") return undefined;
  if (fate.is === "unknown") return { by: section, setting: "", answer: "maybe" };
  if (fate.is === "moved") return { by: section, setting: "", to: fate.to, answer };
  return { by: section, setting: fate.setting, answer };
}
