/** All that an entity's page shows, out of the store. Each part has its time; what took too long is left out, and the page says so. */
import type { Pool } from "pg";
import { bounds as boundsOf, holds, networkOf } from "../../../blocklist/lib/network.ts";
import { DEFAULT_POLICY } from "../../../blocklist/lib/policy.ts";
import { type BlocklistOptions, listing } from "../../../blocklist/lib/select.ts";
import type { Label } from "../../../host/event.ts";
import { storedCrawlers } from "../../../store/crawlers.ts";
import { type LabelPreview, previewLabel } from "../../../store/entities/alike.ts";
import { type Course, courseOf, type EverSeen, everSeen } from "../../../store/entities/course.ts";
import { queryOf } from "../../../store/entities/entity.ts";
import { incidentsWith } from "../../../store/entities/incidents.ts";
import { type Looked, lookAt } from "../../../store/entities/looked.ts";
import { type Neighbours, neighboursOf } from "../../../store/entities/neighbours.ts";
import { countriesOf, type IncidentMention } from "../../../store/incidents/parts.ts";
import { activeMutes, type StoredMute } from "../../../store/mutes/mutes.ts";
import { countOverTime } from "../../../store/search/counts.ts";
import { findEvents } from "../../../store/search/find.ts";
import type { Query } from "../../../store/search/grammar/ast.ts";
import type { Range } from "../../../store/search/walk.ts";
import { templateTexts } from "../../../store/templates.ts";
import type { RowEvent } from "../../rows/row.ts";
import { isAddress, networkAround, type Subject } from "./subject.ts";

export interface Gathered {
  query: Query;
  looked: Looked;
  course: Course | undefined;
  /** Its time line, over all of the range or, where its events lie close together, over these. */
  line: Pick<Looked, "bars" | "step"> & { range: Range };
  ever: EverSeen | undefined;
  rows: RowEvent[];
  incidents: IncidentMention[];
  mutes: StoredMute[];
  /** Words of templates that are shown. */
  patterns: ReadonlyMap<string, string>;
  /** Of an address: ISO 3166-1 alpha-2, or what it is instead. */
  country: string | null;
  crawlers: Awaited<ReturnType<typeof storedCrawlers>>;
  neighbours: Neighbours | undefined;
  listed: Awaited<ReturnType<typeof listing>> | undefined;
  preview: { label: Label; would: LabelPreview | undefined } | undefined;
  /** Parts that took too long. */
  missing: string[];
}

const ROWS = 20;
const ROWS_BUDGET_MS = 700;
const SHOWN = [
  "id",
  "time",
  "kind",
  "label",
  "score",
  "ip",
  "host",
  "service",
  "reason",
  "hit",
  "muted",
  "line",
] as const;
const LINE_BUDGET_MS = 500;
/** The range is so many times as long as its events last: then the time line shows these alone. */
const CLOSE = 5;
const LEAST_MARGIN_MS = 5_000;
const QUERY_CANCELED = "57014";

export async function gather(
  pool: Pool,
  subject: Subject,
  range: Range,
  { blocklist, label }: { blocklist: BlocklistOptions | undefined; label: Label | undefined },
): Promise<Gathered> {
  const missing: string[] = [];
  const part = async <T>(name: string, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
      missing.push(name);
      return undefined;
    }
  };
  const { kind, name, network } = subject;
  const query = queryOf(subject);
  const course = await part("its counts over time", courseOf(pool, subject, range));
  const looked = await look(pool, query, range, course);
  const span = spanOf(looked, range);
  const line = await part("its time line", lineOf(pool, query, range, looked, course));
  const single = isAddress(subject);
  const around = network && single ? networkAround(network) : undefined;
  const templates = kind === "template" ? [name] : looked.by.template.map((each) => each.name);
  return {
    query,
    looked,
    course,
    line: line ?? { ...looked, range },
    ever: await part("since when it is known", everSeen(pool, subject)),
    rows: looked.events === 0 ? [] : ((await part("its last lines", rowsOf(pool, query, span))) ?? []),
    incidents: (await part("its incidents", incidentsWith(pool, subject, range))) ?? [],
    mutes: (await activeMutes(pool)).filter((mute) => doesMatch(mute, subject, looked)),
    patterns: await templateTexts(pool, templates),
    country: single ? ((await countriesOf(pool, [name])).get(name) ?? null) : null,
    crawlers: single ? await storedCrawlers(pool, { addresses: [name] }) : [],
    neighbours:
      network &&
      (await part("its network", neighboursOf(pool, { ...neighbourhood(subject, around), range }))),
    listed:
      network &&
      (await part(
        "what the block list says",
        listing(
          pool,
          blocklist?.policy() ?? DEFAULT_POLICY,
          blocklist?.place ?? { own: [], proxies: [] },
          network,
        ),
      )),
    preview:
      label === undefined
        ? undefined
        : {
            label,
            would: await part("what a label would change", previewLabel(pool, { query, range: span, label })),
          },
    missing,
  };
}

/** From the newest on; where that came to nothing in its time, where its counts say that it was last. */
async function look(pool: Pool, query: Query, range: Range, course: Course | undefined): Promise<Looked> {
  const looked = await lookAt(pool, query, { range });
  const last = course?.bars.at(-1);
  if (looked.events > 0 || looked.searched.complete || !course || !last || last.at >= looked.searched.from)
    return looked;
  const there = { from: Math.max(range.from, last.at), to: Math.min(range.to, last.at + course.step) };
  const again = await lookAt(pool, query, { range: there });
  return { ...again, searched: { ...again.searched, complete: false } };
}

/** Of all that were looked at the labels are known; of more, what is counted already. */
async function lineOf(pool: Pool, query: Query, range: Range, looked: Looked, course: Course | undefined) {
  if (!looked.searched.complete && course && course.bars.length > 0) return { ...course, range };
  const { first, last } = looked;
  if (first === null || last === null || (last - first) * CLOSE > range.to - range.from)
    return { ...looked, range };
  const margin = Math.max(LEAST_MARGIN_MS, (last - first) / 20);
  const close = { from: Math.floor(first - margin), to: Math.ceil(last + margin) };
  const { bars, step } = await countOverTime(pool, query, {
    range: close,
    bars: 60,
    budgetMs: LINE_BUDGET_MS,
  });
  return { bars, step, range: close };
}

/** Where its events lie in the range, as far as it was looked at. */
export function spanOf({ first, last }: Looked, range: Range): Range {
  return first === null || last === null ? range : { from: Math.floor(first), to: Math.floor(last) + 1 };
}

function neighbourhood({ name, network }: Subject, around: ReturnType<typeof networkAround> | undefined) {
  if (around) return { low: around.low, high: around.high, except: name };
  const [low, high] = boundsOf(network as NonNullable<Subject["network"]>);
  return { low, high };
}

async function rowsOf(pool: Pool, query: Query, range: Range): Promise<RowEvent[]> {
  const { events } = await findEvents(pool, query, {
    range,
    limit: ROWS,
    fields: SHOWN,
    budgetMs: ROWS_BUDGET_MS,
  });
  return events.map((json) => {
    const { time, reason, ...event } = JSON.parse(json) as Omit<RowEvent, "time" | "why"> & {
      time: string;
      reason: string[] | null;
    };
    return { ...event, time: new Date(time), why: reason };
  });
}

/** Whether a mute hides some of it: all that it names has to fit what was seen. */
function doesMatch(mute: StoredMute, { kind, name, network }: Subject, { by }: Looked): boolean {
  const isSeen = (names: Looked["by"]["reason"], wanted: string | null) =>
    wanted === null || names.some((each) => each.name === wanted);
  const muted = mute.source === null ? undefined : networkOf(mute.source);
  if (muted && network && !holds(muted, network) && !holds(network, muted)) return false;
  if (muted && !network && !by.source.some((each) => holds(muted, networkOf(each.name) as typeof muted)))
    return false;
  if (
    kind === "template"
      ? mute.template !== null && mute.template !== name
      : !isSeen(by.template, mute.template)
  )
    return false;
  return isSeen(by.reason, mute.reason) && isSeen([...by.site, ...by.service], mute.site);
}
