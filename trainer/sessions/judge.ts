/** `smartlog sessions`: sessions that have fallen idle, against the ends that are usual. */
import type { Pool, PoolClient } from "pg";
import { type OwnEvent, writeOwnEvent } from "../../store/own-events.ts";
import {
  dueSessions,
  type IdleSession,
  lockSessions,
  MOST_LINES,
  postponeSessions,
  readClasses,
  readEnds,
  readSessions,
  type SessionClass,
  type SessionEnd,
  saveSessions,
} from "../../store/sessions.ts";
import { templateTexts } from "../../store/templates.ts";
import { classNameOf, classOf, SessionSet } from "../model/session-set.ts";
import type { KnownSessions } from "../model/sessions.ts";
import { idleSeconds, learn, newClass, repeated } from "./usual.ts";

export interface SessionsJudged {
  judged: number;
  /** Events that were written. */
  told: number;
  /** Sessions that may have ended and were not looked at: the next run's. */
  more: boolean;
}

/** Of one transaction. */
const AT_ONCE = 200;
/** Events of one transaction: where more sessions ended oddly, they have one cause. */
const MOST_TOLD = 100;
/** Transactions of one run, which `serve` makes each minute. */
const MOST_RUNS = 20;
/** Steps by which a session may differ from a usual one, for the difference to say something. */
const MOST_DIFFERENT = 6;

/** A session that ended as none that is usual. */
interface Odd {
  session: IdleSession;
  steps: readonly string[];
  of: SessionClass;
  nearest: SessionEnd | undefined;
  /** Steps that it has more often than usual ones, and how often. */
  repeats: readonly { step: string; count: number; most: number }[];
}

/**
 * Judges the sessions that have fallen idle by `at`, a bounded number of them; while another run does, none. May be killed at
 * any moment: what was judged is stored together with what was told of it.
 *
 * @param known what the module in service knows besides
 */
export async function judgeSessions(
  db: Pool,
  known: KnownSessions,
  at = new Date(),
): Promise<SessionsJudged> {
  const client = await db.connect();
  try {
    await client.query("begin");
    const result = (await lockSessions(client))
      ? await judge(client, known, at)
      : { judged: 0, told: 0, more: false };
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** As {@link judgeSessions}, as often as there may be more, {@link MOST_RUNS} times at most. */
export async function judgeAllSessions(db: Pool, known: KnownSessions): Promise<SessionsJudged> {
  const all: SessionsJudged = { judged: 0, told: 0, more: true };
  for (let run = 0; run < MOST_RUNS && all.more; run++) {
    const { judged, told, more } = await judgeSessions(db, known);
    all.judged += judged;
    all.told += told;
    all.more = more;
  }
  return all;
}

async function judge(client: PoolClient, known: KnownSessions, at: Date): Promise<SessionsJudged> {
  const classes = new Map((await readClasses(client)).map((each) => [each.class, each]));
  const due = (await dueSessions(client, at, AT_ONCE)).map((session) => {
    const ofClass = classOf(session.key, session.service);
    return { ...session, ofClass, idle: idleSeconds(classes.get(ofClass)) };
  });
  const early = due.filter(({ last, idle }) => at.getTime() - last.getTime() < idle * 1000);
  if (early.length > 0) await postponeSessions(client, early);
  const ended = due.filter((session) => !early.includes(session));
  if (ended.length === 0) return { judged: 0, told: 0, more: due.length === AT_ONCE };

  const ends = new Map(
    (await readEnds(client, [...new Set(ended.map(({ ofClass }) => ofClass))])).map((end) => [
      `${end.class} ${end.set}`,
      end,
    ]),
  );
  const changed = new Map<string, SessionEnd>();
  const touched = new Set<SessionClass>();
  const odd: Odd[] = [];
  const sessions = await readSessions(client, ended);
  for (const session of sessions.sort((a, b) => a.last.getTime() - b.last.getTime())) {
    // Cut: its last steps were not read.
    if (session.templates.length > MOST_LINES) continue;
    const ofClass = classOf(session.key, session.service);
    const of = classes.get(ofClass) ?? newClass(ofClass, classNameOf(session.key, session.service));
    classes.set(ofClass, of);
    touched.add(of);
    const { set, steps } = setOfLines(session.templates);
    const key = `${ofClass} ${set}`;
    const before = ends.get(key);
    const judges = of.judges || known.judges(ofClass);
    const isUsual = before?.known === true || known.ends(ofClass, set);
    const counts = countsOf(session.templates);
    const repeats = repeated(of, counts).map((step) => ({
      step,
      count: counts.get(step) ?? 0,
      most: of.repeats[step]?.most ?? 0,
    }));
    if (!session.told && ((judges && !isUsual) || repeats.length > 0))
      odd.push({
        session,
        steps,
        of,
        repeats,
        nearest: isUsual ? before : nearestEnd(ends.values(), ofClass, steps),
      });
    const end = learn(of, before, { set, steps, counts, gap: longestGap(session.times), at: session.last });
    ends.set(key, end);
    changed.set(key, end);
  }
  await saveSessions(
    client,
    ended.map(({ key, host, idle }) => ({ key, host, idle })),
    [...touched],
    [...changed.values()],
  );
  // Where a class learns again, the ends that were new are no single sessions' fault.
  const worthTelling = odd.filter(({ of }) => of.judges || known.judges(of.class)).slice(0, MOST_TOLD);
  const texts = await templateTexts(client, [
    ...new Set(worthTelling.flatMap(({ steps, nearest }) => [...steps, ...(nearest?.steps ?? [])])),
  ]);
  // Last: a batch that is being stored waits for what follows.
  let told = 0;
  for (const each of worthTelling)
    if ((await writeOwnEvent(client, eventOf(each, texts, at))) !== undefined) told++;
  return { judged: ended.length, told, more: due.length === AT_ONCE };
}

/** The set of a session's lines as the filter has it, and its steps in their order. */
function setOfLines(templates: readonly string[]): { set: number; steps: string[] } {
  const session = new SessionSet();
  const steps = templates.filter((template) => session.add(Number.parseInt(template, 16)));
  return { set: session.set, steps };
}

function countsOf(templates: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const template of templates) counts.set(template, (counts.get(template) ?? 0) + 1);
  return counts;
}

/** Seconds; 0 of a single line. */
function longestGap(times: readonly number[]): number {
  return times.reduce((gap, time, i) => Math.max(gap, i === 0 ? 0 : time - (times[i - 1] as number)), 0);
}

/** The usual end that differs by the fewest steps; of several the most frequent. */
function nearestEnd(
  ends: Iterable<SessionEnd>,
  ofClass: number,
  steps: readonly string[],
): SessionEnd | undefined {
  const own = new Set(steps);
  let nearest: SessionEnd | undefined;
  let least = MOST_DIFFERENT + 1;
  for (const end of ends) {
    if (end.class !== ofClass || !end.known) continue;
    const common = end.steps.filter((step) => own.has(step)).length;
    const different = end.steps.length + own.size - 2 * common;
    if (different < least || (different === least && nearest && end.sessions > nearest.sessions)) {
      nearest = end;
      least = different;
    }
  }
  return nearest;
}

function eventOf(
  { session, steps, of, nearest, repeats }: Odd,
  texts: ReadonlyMap<string, string>,
  at: Date,
): OwnEvent {
  const own = new Set(steps);
  const usual = new Set(nearest?.steps);
  const missing = (nearest?.steps ?? []).filter((step) => !own.has(step));
  const unexpected = nearest ? steps.filter((step) => !usual.has(step)) : [];
  const words = (templates: readonly string[]) =>
    templates.map((template) => `“${texts.get(template) ?? template}”`);
  const parts = [
    missing.length > 0 ? `without ${words(missing).join(", ")}` : "",
    unexpected.length > 0 ? `with ${words(unexpected).join(", ")}, which others have not` : "",
    repeats.length > 0
      ? `with ${repeats.map(({ step, count, most }) => `${words([step])} ${count} times, others at most ${most}`).join(", ")}`
      : "",
  ].filter((part) => part !== "");
  return {
    kind: "session",
    key: `${session.host} ${session.key} ${session.first.getTime()}`,
    time: at,
    severity: "medium",
    score: 1 - 1 / (2 + of.sessions / 100),
    why: [
      ...(missing.length > 0 ? ["session:missing-step"] : []),
      ...(unexpected.length > 0 || missing.length + repeats.length === 0 ? ["session:unexpected-step"] : []),
      ...(repeats.length > 0 ? ["session:repeated-step"] : []),
    ],
    site: session.site,
    session: session.key,
    message: `Session ${session.key} (${of.name}) ended ${parts.join(" and ") || "unlike all that are usual"}`,
    details: {
      of_session: {
        class: of.name,
        since: session.first,
        until: session.last,
        lines: session.templates.length,
        missing: missing.map((tpl) => ({ tpl, text: texts.get(tpl) ?? null })),
        unexpected: unexpected.map((tpl) => ({ tpl, text: texts.get(tpl) ?? null })),
        repeated: repeats.map(({ step, count, most }) => ({
          tpl: step,
          text: texts.get(step) ?? null,
          count,
          most,
        })),
        like: nearest?.sessions ?? 0,
        example: session.example,
      },
    },
  };
}
