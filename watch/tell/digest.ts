/** The digest: what waited because of its severity, the budget or the hour; once a week with the week's report. */
import type { ClientBase } from "pg";
import { detailsOf, toldByDigest, waitingFor } from "../../store/messages/news.ts";
import { putMessage } from "../../store/messages/outbox.ts";
import type { OwnerState } from "../../store/messages/owners.ts";
import type { WatchConfig } from "../config/config.ts";
import type { Digest, Owner } from "../config/owner.ts";
import { localTime } from "../config/units.ts";
import type { Content } from "../message.ts";
import { digestOf, itemOf } from "./compose.ts";
import { worst } from "./decide.ts";
import type { Planned, PlanOptions, Report } from "./planned.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Makes the digest where one is due; none where nothing waits and no report is due. */
export async function planDigest(
  client: ClientBase,
  config: WatchConfig,
  owner: Owner,
  state: OwnerState,
  { now, report, rules }: PlanOptions & { now: Date },
): Promise<Planned[]> {
  if (!owner.digest) return [];
  const due = lastDue(owner.digest, config.timeZone, now);
  if (due <= state.digestAt) return [];
  const isReport = report !== undefined && reportDue(owner.digest, config.timeZone, due) > state.reportAt;
  const planned = await makeDigest(client, config, owner, state, {
    now,
    rules,
    ...(isReport ? { report } : {}),
  });
  state.digestAt = now;
  if (isReport) state.reportAt = now;
  return planned === undefined ? [] : [planned];
}

/** The digest of now, whether due or not; undefined where there is nothing in it. */
export async function makeDigest(
  client: ClientBase,
  { owners }: WatchConfig,
  owner: Owner,
  { since, digestAt }: OwnerState,
  { now, report, rules }: PlanOptions & { now: Date },
): Promise<Planned | undefined> {
  const query = {
    owner: owner.name,
    owners: owners.map(({ name }) => name),
    only: owner.only,
    least: owner.least,
    since,
    digestAt,
  };
  const waiting = await waitingFor(client, query);
  const lines = report === undefined ? [] : await linesOf(report, now);
  if (waiting.waiting === 0 && lines.length === 0) return undefined;
  const details = await detailsOf(
    client,
    waiting.worst.map(({ id }) => id),
  );
  const items = waiting.worst.map((incident) =>
    itemOf(
      { incident, change: incident.state === "closed" ? "over" : "opened" },
      details.get(incident.id),
      rules.get(incident.class)?.do ?? "",
    ),
  );
  const row = {
    owner: owner.name,
    kind: "digest" as const,
    severity: worst(items.map(({ severity }) => severity)),
    madeAt: now,
  };
  const content: Content & { answers: null } = { ...digestOf(waiting, items, lines), answers: null };
  const id = await putMessage(client, { ...row, content }, owner.channels);
  await toldByDigest(client, query, id, now);
  return { message: { ...row, ...content, id }, channels: owner.channels };
}

/** A report that can't be made must not keep back what waits. */
async function linesOf(report: Report, now: Date): Promise<string[]> {
  try {
    return await report(new Date(now.getTime() - WEEK_MS), now);
  } catch (error) {
    return [`The report can't be made: ${(error as Error).message}`];
  }
}

/** The last time that a digest was due: the time of day, today or yesterday, by the zone's clock. */
function lastDue({ at }: Digest, timeZone: string, now: Date): Date {
  const { minutes } = localTime(now, timeZone);
  const ago = (minutes - at + 1_440) % 1_440;
  const whole = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(whole - ago * 60_000);
}

/** The last digest that had to be the week's report, as seen from a digest. */
function reportDue({ weekday }: Digest, timeZone: string, due: Date): Date {
  if (weekday === null) return new Date(0);
  const ago = (localTime(due, timeZone).weekday - weekday + 7) % 7;
  return new Date(due.getTime() - ago * DAY_MS);
}
