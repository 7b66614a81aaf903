/** Incidents as text, with nothing of a line that a terminal would obey. */
import { inWords } from "../../rules/lib/units.ts";
import type { Acted } from "../../store/incidents/actions.ts";
import type { Incident } from "../../store/incidents/incident.ts";
import type {
  IncidentEntry,
  IncidentMention,
  IncidentSample,
  IncidentSource,
} from "../../store/incidents/parts.ts";
import { columns, count, minute, printable } from "../lib/output.ts";

const MAX_TITLE_CHARACTERS = 110;
const MAX_LINE_CHARACTERS = 300;
const MAX_NAME_CHARACTERS = 60;

export function incidentTable(incidents: readonly Incident[], hasMore: boolean): string {
  if (incidents.length === 0) return "No incident fits.";
  const rows = incidents.map(({ id, severity, state, title, last, events }) => [
    id,
    severity,
    state,
    minute(last),
    count(events),
    printable(title, MAX_TITLE_CHARACTERS),
  ]);
  const lines = columns([["id", "severity", "state", "last (UTC)", "events", "what"], ...rows], [0, 4]);
  return [...lines, ...(hasMore ? ["There are more: --limit, or narrow the search."] : [])].join("\n");
}

export interface Whole {
  incident: Incident;
  sources: IncidentSource[];
  samples: IncidentSample[];
  history: IncidentEntry[];
  members: IncidentMention[];
  similar: IncidentMention[];
}

/** Everything about one. */
export function incidentText(
  { incident, sources, samples, history, members, similar }: Whole,
  advice: string | undefined,
): string {
  const { title, severity, class: name, first, last, events, succeeded, parent } = incident;
  const list = (names: readonly string[], total: number) =>
    names.length === 0
      ? undefined
      : `${names
          .slice(0, 10)
          .map((each) => printable(each, MAX_NAME_CHARACTERS))
          .join(", ")}${total > 10 ? `, ${count(total - 10)} more` : ""}`;
  const facts: [string, string | undefined][] = [
    ["incident", incident.id],
    ["state", stateText(incident)],
    ["class", name],
    ["first", `${minute(first)} UTC`],
    ["last", `${minute(last)} UTC, after ${inWords((last.getTime() - first.getTime()) / 1000)}`],
    ["events", `${count(events)}, ${succeeded > 0 ? count(succeeded) : "none"} got what they wanted`],
    ["sites", list(incident.sites, incident.siteCount)],
    ["users", list(incident.users, incident.userCount)],
    ["aimed at", list(incident.targets, incident.targetCount)],
    ["part of", parent ?? undefined],
    ["to do", advice],
  ];
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
  return [
    `${severity}: ${printable(title)}`,
    ...columns(facts.flatMap(([what, value]) => (value === undefined ? [] : [[what, value]]))),
    ...part(
      "lines",
      samples.map(({ line }) => printable(line, MAX_LINE_CHARACTERS)),
    ),
    ...part(
      "sources",
      columns(
        sources.map(({ ip, country, crawler, status, events: n }) => [
          ip,
          country ?? "",
          crawler === null ? "" : printable(`${crawler}: ${status}`),
          `${count(n)} events`,
        ]),
      ),
    ),
    ...part("its parts", members.map(mention)),
    ...part("others like it", similar.map(mention)),
    ...part(
      "what became of it",
      history.map(
        ({ at, what, severity: was, who, note }) =>
          `${minute(at)}  ${what}${who === null ? `, ${was}` : ` by ${printable(who)}`}${note ? `: ${printable(note)}` : ""}`,
      ),
    ),
  ].join("\n");
}

export function stateText({
  state,
  acknowledgedBy,
  mutedUntil,
  mutedBy,
  closedAt,
  closedBy,
}: Incident): string {
  if (state === "acknowledged") return `acknowledged by ${printable(acknowledgedBy ?? "")}`;
  if (state === "muted")
    return `muted until ${mutedUntil ? `${minute(mutedUntil)} UTC` : ""} by ${printable(mutedBy ?? "")}`;
  if (state === "closed")
    return `closed ${closedAt ? `${minute(closedAt)} UTC` : ""} by ${printable(closedBy ?? "")}`;
  return state;
}

function mention({ id, severity, state, title, last }: IncidentMention): string {
  return `${id}  ${severity} ${state} ${minute(last)}  ${printable(title, MAX_TITLE_CHARACTERS)}`;
}

/** @param done as `acknowledged` */
export function actedText({ changed, left }: Acted, done: string): string {
  return [
    ...(changed.length > 0 ? [`${done}: ${changed.join(", ")}`] : []),
    ...left.map(({ id, state }) =>
      state === "gone" ? `there is no incident ${printable(id)}` : `${id} is left as it is: ${state}`,
    ),
  ].join("\n");
}
