/** Evaluation of a module on labelled sets. */
import { FilterError } from "../../host/error.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { HEADS, type Head } from "../model/model.ts";
import { type Grouped, type Grouping, measureGrouping } from "./grouping.ts";
import { readLabelled } from "./labelled.ts";
import { type Judged, type Metrics, measure, type ReliabilityBin, reliability } from "./metrics.ts";
import { type SessionsFound, SessionsToFind } from "./sessions.ts";

/** A line whose score is wrong. */
export interface Mistake {
  line: string;
  source: string;
  label: 0 | 1;
  score: number;
  why: string[];
}

export interface HeadResult {
  head: Head;
  /** Metrics of all core lines of the set. */
  all: Metrics;
  /** Metrics of the core lines of each source. */
  sources: Map<string, Metrics>;
  reliability: ReliabilityBin[];
  /** The worst false alarms and the worst misses. */
  falseAlarms: Mistake[];
  misses: Mistake[];
}

export interface SetResult {
  name: string;
  lines: number;
  /** Lines of each kind. */
  kinds: Map<string, number>;
  heads: HeadResult[];
  /** How well lines are grouped by template; absent where no row names one. */
  grouping?: Grouping;
  /** Absent where no row names a session. */
  sessions?: SessionsFound;
}

interface Scored extends Judged, Mistake {}

/** Mistakes of each sort that are reported. */
const WORST = 12;

/**
 * Scores a set in file order through one instance, and judges its core lines, and the templates of all that have one by hand.
 *
 * @param path of the set (see {@link readLabelled})
 * @param module path of the module; the built one where absent
 * @throws LabelledSetError, FilterError
 */
export async function evaluateSet(path: string, module?: string): Promise<SetResult> {
  const filter = Filter.load(module);
  const scored = new Map<Head, Scored[]>(HEADS.map((head) => [head, []]));
  const grouped: Grouped[] = [];
  const sessions = new SessionsToFind();
  const result: SetResult = { name: path, lines: 0, kinds: new Map(), heads: [] };
  for await (const row of readLabelled(path)) {
    const time = shipperTime(Math.floor(row.epoch ?? Date.now() / 1000));
    const event = filter.event(recordOfLine(Buffer.from(row.line)), time);
    if (!event) throw new FilterError(`the filter had no memory for a line of ${row.line.length} characters`);
    result.lines++;
    result.kinds.set(event.kind, (result.kinds.get(event.kind) ?? 0) + 1);
    if (row.template !== undefined)
      grouped.push({ line: row.line, template: row.template, found: event.tpl });
    if (row.session) sessions.add(row.session, event);
    if (!row.isCore) continue;
    for (const head of HEADS) {
      const label = row.labels[head];
      if (label === undefined) continue;
      scored
        .get(head)
        ?.push({ line: row.line, source: row.source, label, score: event[head], why: event.why });
    }
  }
  for (const [head, events] of scored) if (events.length) result.heads.push(judgeHead(head, events));
  if (grouped.length) result.grouping = measureGrouping(grouped);
  const found = sessions.measure();
  if (found) result.sessions = found;
  return result;
}

function judgeHead(head: Head, events: Scored[]): HeadResult {
  const sources = new Map<string, Scored[]>();
  for (const event of events) {
    const of = sources.get(event.source);
    if (of) of.push(event);
    else sources.set(event.source, [event]);
  }
  const wrong = (label: 0 | 1) =>
    events
      .filter((event) => event.label === label && event.score >= 0.5 !== (label === 1))
      .sort((a, b) => (label ? a.score - b.score : b.score - a.score))
      .slice(0, WORST);
  return {
    head,
    all: measure(events),
    sources: new Map([...sources].sort().map(([source, of]) => [source, measure(of)])),
    reliability: reliability(events),
    falseAlarms: wrong(0),
    misses: wrong(1),
  };
}
