/** Which incidents the list shows: out of its address, and as a form. */
import {
  INCIDENT_SEVERITIES,
  INCIDENT_STATES,
  type IncidentFilter,
  type IncidentOrder,
} from "../../../store/incidents/find.ts";
import type { IncidentState } from "../../../store/incidents/incident.ts";
import { type Html, html } from "../html.ts";

/** What the form's fields hold, empty where nothing is asked for. */
export interface ListQuery {
  state: string;
  least: string;
  class: string;
  source: string;
  site: string;
  q: string;
  last: string;
  cursor: string;
}

const NAMES = [
  "state",
  "least",
  "class",
  "source",
  "site",
  "q",
  "last",
  "cursor",
] as const satisfies readonly (keyof ListQuery)[];
const MAX_CHARACTERS = 200;

const STATES: Readonly<Record<string, { label: string; states: readonly IncidentState[] | undefined }>> = {
  "": { label: "not closed", states: ["open", "acknowledged", "muted"] },
  ...Object.fromEntries(INCIDENT_STATES.map((state) => [state, { label: state, states: [state] }])),
  all: { label: "all", states: undefined },
};
const HOUR_MS = 3_600_000;
const SPANS: Readonly<Record<string, { label: string; hours: number | undefined }>> = {
  "": { label: "any time", hours: undefined },
  "1h": { label: "the last hour", hours: 1 },
  "24h": { label: "the last 24 hours", hours: 24 },
  "7d": { label: "the last 7 days", hours: 168 },
  "30d": { label: "the last 30 days", hours: 720 },
};

export function listQuery(query: Record<string, unknown>): ListQuery {
  const text = (name: string) => {
    const value = [query[name]].flat()[0];
    return typeof value === "string" ? value.slice(0, MAX_CHARACTERS) : "";
  };
  return Object.fromEntries(NAMES.map((name) => [name, text(name)])) as unknown as ListQuery;
}

/** What is unknown asks for nothing. */
export function filterOf({ state, least, class: name, source, site, q, last }: ListQuery): {
  filter: IncidentFilter;
  order: IncidentOrder;
} {
  const { states } = STATES[Object.hasOwn(STATES, state) ? state : ""] as {
    states: readonly IncidentState[] | undefined;
  };
  const hours = Object.hasOwn(SPANS, last) ? SPANS[last]?.hours : undefined;
  return {
    filter: {
      states,
      least: INCIDENT_SEVERITIES.find((each) => each === least),
      classes: name === "" ? undefined : [name],
      source: source.trim() || undefined,
      site: site.trim() || undefined,
      text: q.trim() || undefined,
      since: hours === undefined ? undefined : new Date(Date.now() - hours * HOUR_MS),
    },
    // What is over is looked up by its time.
    order: states?.includes("closed") || states === undefined ? "newest" : "urgent",
  };
}

/** The address of the list with these fields. */
export function listPath(query: Partial<ListQuery>): string {
  const fields = NAMES.flatMap((name) => (query[name] ? [[name, query[name] as string]] : []));
  return fields.length === 0 ? "/incidents" : `/incidents?${new URLSearchParams(fields)}`;
}

/** What is asked for, each with a link that asks for it no more; and the states, to go to at once. */
export function chips(query: ListQuery): Html {
  const states = Object.entries(STATES).map(
    ([state, { label }]) =>
      html`<li><a class="chip" href="${listPath({ ...query, state, cursor: "" })}"${state === query.state ? html` aria-current="true"` : ""}>${label}</a></li>`,
  );
  const asked = (["least", "class", "source", "site", "q", "last"] as const).filter(
    (name) => query[name] !== "",
  );
  const texts: Readonly<Record<string, string>> = {
    least: "at least",
    class: "class",
    source: "from",
    site: "at",
    q: "with",
    last: "active in",
  };
  return html`<ul class="chips">${states}${asked.map(
    (name) =>
      html`<li><a class="chip asked" href="${listPath({ ...query, [name]: "", cursor: "" })}" aria-label="No more: ${texts[name]} ${query[name]}">${texts[name]} <bdi>${query[name]}</bdi> ✕</a></li>`,
  )}</ul>`;
}

/** @param classes names of rules */
export function filterForm(query: ListQuery, classes: readonly string[]): Html {
  const select = (label: string, name: keyof ListQuery, options: readonly (readonly [string, string])[]) =>
    html`<label>${label} <select name="${name}">${options.map(
      ([value, text]) =>
        html`<option value="${value}" ${value === query[name] ? html`selected` : ""}>${text}</option>`,
    )}</select></label> `;
  const field = (label: string, name: keyof ListQuery, hint: string) =>
    html`<label>${label} <input name="${name}" value="${query[name]}" placeholder="${hint}" maxlength="${MAX_CHARACTERS}" /></label> `;
  return html`<form method="get" action="/incidents" class="filters" aria-label="Which incidents">
    ${select(
      "State",
      "state",
      Object.entries(STATES).map(([value, { label }]) => [value, label]),
    )}
    ${select("Severity", "least", [
      ["", "any"],
      ...INCIDENT_SEVERITIES.slice(1).map(
        (each) => [each, each === "critical" ? each : `${each} or higher`] as const,
      ),
    ])}
    ${select("Class", "class", [["", "any"], ...namesOf(classes, query.class).map((name) => [name, name] as const)])}
    ${select(
      "Active in",
      "last",
      Object.entries(SPANS).map(([value, { label }]) => [value, label]),
    )}
    ${field("Source", "source", "address or network")}
    ${field("Site", "site", "host or service")}
    ${field("Words", "q", "in the title")}
    <button>Show</button>
  </form>`;
}

/** What is asked for stands among them, whether there is such a rule or not. */
function namesOf(classes: readonly string[], chosen: string): string[] {
  return [...new Set([...classes, ...(chosen === "" ? [] : [chosen])])];
}
