/** What labelling functions and consensus say of a log, and how often they are wrong where the truth is known. */
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { Random } from "../../simulate/lib/random.ts";
import { storedId } from "../../store/events/find.ts";
import type { StoredEvent, WindowFacts } from "../../store/window.ts";
import { HEADS } from "../model/model.ts";
import { labelledFields } from "../window/labelling-functions.ts";
import type { Labels } from "../window/labels.ts";
import { type EventFacts, Pass } from "../window/pass.ts";
import { labelsInWindow } from "../window/weak-labels.ts";
import { type LogLine, readLog } from "./labelled-log.ts";

/** What a labelling function said. */
export interface Tally {
  /** Events that it labelled. */
  events: number;
  /** Events that it called no threat; those of them that it called no robot. */
  ordinary: number;
  people: number;
  /** Labelled events of which the truth is known for a head that it labelled; those where it is wrong for any head. */
  judged: number;
  wrong: number;
}

/** A log, measured. */
export interface MeasuredLog {
  events: number;
  /** Ordinary events, by the truth, that the model called an attack or a robot; those of them that are called ordinary here. */
  falseAlarms: number;
  corrected: number;
  /** By name of the function. */
  functions: Map<string, Tally>;
  /** Lines that were labelled wrongly, the first of each function. */
  mistakes: { by: string; line: string }[];
}

/** Examples that the pass has to hold: they are not what is measured. */
const ROWS = 1000;
/** The log's name in its events. */
const FILE = "log";
const MISTAKES_OF_FUNCTION = 5;

/** A line, and what is said of it. */
export interface LabelledLine extends LogLine {
  /** Label that the model gave. */
  given: string;
  labels: Labels;
  /** Name of the labelling function; empty where none matches. */
  by: string;
}

interface Scored extends LogLine {
  event: StoredEvent;
}

/** @param path see {@link readLog}; the other parameters are those of {@link labelLines} */
export async function measureLog(path: string, epoch: number, module?: string): Promise<MeasuredLog> {
  const lines: LogLine[] = [];
  for await (const line of readLog(path)) lines.push(line);
  const labelled = labelLines(lines, epoch, module);
  const measured: MeasuredLog = {
    events: labelled.length,
    falseAlarms: 0,
    corrected: 0,
    functions: new Map(),
    mistakes: [],
  };
  for (const line of labelled) {
    if (isFalseAlarm(line)) {
      measured.falseAlarms++;
      if (line.labels[line.given === "bot" ? "bot" : "threat"] === 0) measured.corrected++;
    }
    if (line.by) count(measured, line);
  }
  return measured;
}

/**
 * Reads lines as training reads a window: scored in their order, then read again in order of time.
 *
 * @param epoch seconds since the epoch, for lines without a time of their own
 * @param module path of the module; the built one where absent
 * @returns events in order of time
 */
export function labelLines(lines: readonly LogLine[], epoch: number, module?: string): LabelledLine[] {
  const compiled = Filter.compile(module);
  const events = scored(lines, Filter.load(compiled), epoch);
  const reader = Filter.load(compiled);
  const { kinds } = reader.schema;
  const pass = new Pass(
    { facts: windowOf(events, kinds), corrected: new Set(), rows: ROWS, rng: new Random(1) },
    reader.schema,
  );
  const read: { of: Scored; facts: EventFacts; kind: number }[] = [];
  for (const of of events) {
    const features = reader.features(of.event.record, shipperTime(of.event.time));
    const facts = features && pass.add(of.event, features);
    if (facts) read.push({ of, facts, kind: features.kind });
  }
  return read.map(({ of: { event, ...line }, facts, kind }) => {
    const { labels, by } = labelsInWindow(pass.read, facts, kind);
    return { ...line, given: event.label, labels, by };
  });
}

function isFalseAlarm({ given, truth }: LabelledLine): boolean {
  return truth.threat === 0 && (given === "attack" || (given === "bot" && truth.bot === 0));
}

function count({ functions, mistakes }: MeasuredLog, { by, labels, line, truth }: LabelledLine): void {
  const tally = functions.get(by) ?? { events: 0, ordinary: 0, people: 0, judged: 0, wrong: 0 };
  functions.set(by, tally);
  tally.events++;
  if (labels.threat === 0) tally.ordinary++;
  if (labels.threat === 0 && labels.bot === 0) tally.people++;
  const known = HEADS.filter((head) => labels[head] !== undefined && truth[head] !== undefined);
  if (known.length === 0) return;
  tally.judged++;
  if (!known.some((head) => labels[head] !== truth[head])) return;
  if (tally.wrong++ < MISTAKES_OF_FUNCTION) mistakes.push({ by, line });
}

/** All events of a log, in order of time. */
function scored(lines: readonly LogLine[], filter: Filter, epoch: number): Scored[] {
  const events: Scored[] = [];
  let offset = 0;
  for (const of of lines) {
    const bytes = Buffer.from(of.line);
    const record = recordOfLine(bytes, { file: FILE, offset });
    const event = filter.event(record, shipperTime(of.epoch ?? epoch));
    if (event && !event.error) events.push({ ...of, event: stored(event, record, offset) });
    offset += bytes.length + 1;
  }
  return events.sort((a, b) => a.event.time - b.event.time || a.event.offset - b.event.offset);
}

/** An event as the store would give it. */
function stored(event: SmartlogEvent, record: string, offset: number): StoredEvent {
  return {
    id: storedId(event.id),
    time: event.ts,
    label: event.label,
    source: event.ip ?? event.user ?? "",
    method: event.method ?? "",
    ...labelledFields(event),
    user: event.user ?? "",
    qname: event.qname ?? "",
    dst: event.dst ?? "",
    dport: event.dport ?? 0,
    hit: event.hit ?? "",
    record,
    file: FILE,
    offset,
  };
}

/** A window without a held-out part. */
function windowOf(events: readonly Scored[], kinds: readonly string[]): WindowFacts {
  const first = events[0]?.event.time ?? 0;
  const last = events.at(-1)?.event.time ?? 0;
  return {
    from: new Date(first * 1000),
    to: new Date(last * 1000),
    events: events.length,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, events.length])),
    heldOutFrom: new Date((last + 1) * 1000),
  };
}
