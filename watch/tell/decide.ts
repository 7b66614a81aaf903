/** Whether there is something to tell an owner of an incident: what it is now, against what was told. */
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import type { Told, ToldIncident } from "../../store/messages/news.ts";
import type { Owner } from "../config/owner.ts";
import type { Change } from "../message.ts";

const RANK: Readonly<Record<IncidentSeverity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };
/** One that comes and goes all the time is told again no sooner. */
const AGAIN_MS = 30 * 60_000;

export interface Decision {
  change: Change;
  /** It goes out whatever the hour and the budget. */
  isUrgent: boolean;
  /** The step of escalation that is due; undefined for other changes. */
  step?: number;
}

/** @returns undefined where there is nothing to tell now */
export function decide(incident: ToldIncident, owner: Owner, now: Date): Decision | undefined {
  const { told, severity, state } = incident;
  const decision = (change: Change): Decision => ({ change, isUrgent: severity === "critical" });
  if (told === null) {
    if (RANK[severity] < RANK[owner.least]) return undefined;
    if (state === "open") return decision("opened");
    return state === "closed" && !isByPerson(incident) ? decision("over") : undefined;
  }
  if (state === "muted") return undefined;
  if (state === "closed") {
    if (told.closed || told.byDigest || !owner.recovery || isByPerson(incident)) return undefined;
    return { change: "closed", isUrgent: told.severity === "critical" };
  }
  if (RANK[severity] > RANK[told.severity])
    return RANK[severity] < RANK[owner.least] ? undefined : decision("raised");
  if (state !== "open") return undefined;
  const quietMs = now.getTime() - told.lastAt.getTime();
  if (told.closed)
    return quietMs >= AGAIN_MS && RANK[severity] >= RANK[owner.least] ? decision("reopened") : undefined;
  if (told.byDigest) return undefined;
  const step = dueStep(incident.severity, told, owner, now);
  if (step !== undefined) return { change: "escalated", isUrgent: true, step };
  const repeatMs = owner.repeatMs[severity];
  return repeatMs !== undefined && quietMs >= repeatMs ? decision("repeated") : undefined;
}

/** Whoever closed it knows, and those who look after incidents see it there. */
function isByPerson({ closedBy }: ToldIncident): boolean {
  return closedBy !== "quiet" && closedBy !== "ended";
}

function dueStep(severity: IncidentSeverity, told: Told, owner: Owner, now: Date): number | undefined {
  const step = owner.escalation[told.escalated];
  if (step === undefined || RANK[severity] < RANK[owner.escalateLeast]) return undefined;
  return now.getTime() - told.since.getTime() >= step.afterMs ? told.escalated : undefined;
}

/** What the owner knows once the decision is carried out. */
export function afterwards(
  { id, severity, reopened, told }: ToldIncident,
  { change, step }: Decision,
  message: string,
  now: Date,
): Omit<Told, "byDigest"> & { incident: string } {
  const isAnew = told === null || change === "raised" || change === "reopened";
  return {
    incident: id,
    severity,
    reopened,
    closed: change === "closed" || change === "over",
    escalated: isAnew ? 0 : step === undefined ? told.escalated : step + 1,
    since: isAnew ? now : told.since,
    lastAt: now,
    message: told?.message ?? message,
  };
}

/** The shortest time after which an owner may have to be told again; what was told later needs no look. */
export function againAfterMs({ repeatMs, escalation }: Owner): number {
  return Math.min(AGAIN_MS, ...Object.values(repeatMs), ...escalation.map(({ afterMs }) => afterMs));
}

export function worst(severities: readonly IncidentSeverity[]): IncidentSeverity {
  return severities.reduce<IncidentSeverity>((most, each) => (RANK[each] > RANK[most] ? each : most), "low");
}
