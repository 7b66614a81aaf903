/** What labelling functions and consensus say of a log, and how often they are wrong where the truth is known. */
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { Random } from "../../simulate/lib/random.ts";
import type { StoredEvent, WindowFacts } from "../../store/window.ts";
import { HEADS } from "../model/model.ts";
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
  /** Events that the model called an attack or a robot. */
  called: number;
  /** By name of the function. */
  functions: Map<string, Tally>;
  /** Lines that were labelled wrongly, the first of each function. */
  mistakes: { by: string; line: string }[];
}

/** Examples that the pass has to hold: they are not what is measured. */
const ROWS = 1000;
const MISTAKES_OF_FUNCTION = 5;

interface Replayed extends LogLine {
  event: StoredEvent;
}

/**
 * Reads a log as training reads a window: scored in file order, then read again in order of time.
 *
 * @param path see {@link readLog}
 * @param epoch seconds since the epoch, for lines without a time of their own
 */
export async function measureLog(path: string, epoch: number, module?: string): Promise<MeasuredLog> {
  const compiled = Filter.compile(module);
  const lines = await scored(path, Filter.load(compiled), epoch);
  const reader = Filter.load(compiled);
  const pass = new Pass(
    { facts: windowOf(lines, reader.schema.kinds), corrected: new Set(), rows: ROWS, rng: new Random(1) },
    reader.schema,
  );
  const read: { of: Replayed; facts: EventFacts; kind: number }[] = [];
  for (const of of lines) {
    const features = reader.features(of.event.record, shipperTime(of.event.time));
    const facts = features && pass.add(of.event, features);
    if (facts) read.push({ of, facts, kind: features.kind });
  }
  const measured: MeasuredLog = { events: read.length, called: 0, functions: new Map(), mistakes: [] };
  for (const { of, facts, kind } of read) {
    if (of.event.label === "attack" || of.event.label === "bot") measured.called++;
    const { labels, by } = labelsInWindow(pass.read, facts, kind);
    if (by) count(measured, by, labels, of);
  }
  return measured;
}

function count({ functions, mistakes }: MeasuredLog, by: string, labels: Labels, of: Replayed): void {
  const tally = functions.get(by) ?? { events: 0, ordinary: 0, people: 0, judged: 0, wrong: 0 };
  functions.set(by, tally);
  tally.events++;
  if (labels.threat === 0) tally.ordinary++;
  if (labels.threat === 0 && labels.bot === 0) tally.people++;
  const known = HEADS.filter((head) => labels[head] !== undefined && of.truth[head] !== undefined);
  if (known.length === 0) return;
  tally.judged++;
  if (!known.some((head) => labels[head] !== of.truth[head])) return;
  if (tally.wrong++ < MISTAKES_OF_FUNCTION) mistakes.push({ by, line: of.line });
}

/** All events of a log, in order of time. */
async function scored(path: string, filter: Filter, epoch: number): Promise<Replayed[]> {
  const events: Replayed[] = [];
  let offset = 0;
  for await (const of of readLog(path)) {
    const bytes = Buffer.from(of.line);
    const record = recordOfLine(bytes, { file: path, offset });
    offset += bytes.length + 1;
    const event = filter.event(record, shipperTime(of.epoch ?? epoch));
    if (event && !event.error) events.push({ ...of, event: stored(event, record, path, offset) });
  }
  return events.sort((a, b) => a.event.time - b.event.time || a.event.offset - b.event.offset);
}

/** An event as the store would give it. */
function stored(event: SmartlogEvent, record: string, file: string, offset: number): StoredEvent {
  return {
    id: BigInt.asIntN(64, BigInt(`0x${event.id}`)).toString(),
    time: event.ts,
    label: event.label,
    source: event.ip ?? event.user ?? "",
    path: event.path ?? "",
    ua: event.ua ?? "",
    referer: event.ref ?? "",
    status: event.status ?? 0,
    outcome: event.outcome ?? "",
    service: event.service ?? "",
    record,
    file,
    offset,
  };
}

/** A window without a held-out part. */
function windowOf(lines: readonly Replayed[], kinds: readonly string[]): WindowFacts {
  const first = lines[0]?.event.time ?? 0;
  const last = lines.at(-1)?.event.time ?? 0;
  return {
    from: new Date(first * 1000),
    to: new Date(last * 1000),
    events: lines.length,
    kinds: Object.fromEntries(kinds.map((kind) => [kind, lines.length])),
    heldOutFrom: new Date((last + 1) * 1000),
  };
}
