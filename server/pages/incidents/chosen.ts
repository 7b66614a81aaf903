/** Which incidents a form or a link means, and where to go from there. */
import type { Acted } from "../../../store/incidents/actions.ts";
import { MOST_ACTED_UPON } from "../../../store/incidents/actions.ts";
import { INCIDENT_STATES, isIncidentId } from "../../../store/incidents/find.ts";
import { HttpError } from "../../http/error.ts";
import { type Html, html } from "../html.ts";

/** Names the forms of all incidents. */
export const INCIDENTS_FORM = "incidents";
/** What has happened, as answers say it: `acknowledged` and so on. */
export const DONE = ["acknowledged", "muted", "unmuted", "closed", "noted"] as const;
export type Done = (typeof DONE)[number];

/** A field for each, since the last one of several of a name counts. */
const FIELD = "incident-";
const LEFT = new RegExp(`^(?:(?:${[...INCIDENT_STATES, "gone"].join("|")}):\\d{1,3},?){1,5}$`);

type Fields = Record<string, unknown>;

/** @throws HttpError 400 where they are too many */
export function chosenOf(fields: Fields): string[] {
  const ids = Object.keys(fields)
    .filter((name) => name.startsWith(FIELD))
    .map((name) => name.slice(FIELD.length))
    .filter(isIncidentId);
  if (ids.length > MOST_ACTED_UPON)
    throw new HttpError(400, `${MOST_ACTED_UPON} incidents at most can be chosen at once`);
  return ids;
}

export function chosenFields(ids: readonly string[]): Html {
  return html`${ids.map((id) => html`<input type="hidden" name="${FIELD}${id}" value="on" />`)}`;
}

export function chooseBox(id: string, title: string): Html {
  return html`<input type="checkbox" name="${FIELD}${id}" aria-label="Choose ${id}: ${title}" />`;
}

export function mutePath(ids: readonly string[], back: string): string {
  return `/incidents/mute?${new URLSearchParams([...ids.map((id) => [FIELD + id, "on"]), ["back", back]])}`;
}

/** The page of incidents that a form came from, with what has happened. */
export function backTo(
  back: unknown,
  done?: Done,
  { changed, left }: Acted = { changed: [], left: [] },
): string {
  const url = pageOf(back);
  for (const name of ["done", "n", "left"]) url.searchParams.delete(name);
  if (done !== undefined) {
    url.searchParams.set("done", done);
    url.searchParams.set("n", String(changed.length));
    const states = new Map<string, number>();
    for (const { state } of left) states.set(state, (states.get(state) ?? 0) + 1);
    if (left.length > 0) url.searchParams.set("left", [...states].map((each) => each.join(":")).join());
  }
  return url.pathname + url.search;
}

/** What has happened, out of such an address; in known words only. */
export function doneText({ done, n, left }: Fields): string {
  const known = DONE.find((each) => each === done);
  if (!known || typeof n !== "string" || !/^\d{1,3}$/.test(n)) return "";
  const said = known === "noted" ? "Noted." : `${n} ${known}.`;
  if (typeof left !== "string" || !LEFT.test(left)) return said;
  const others = left.split(",").map((each) => {
    const [state = "", count = ""] = each.split(":");
    return state === "gone"
      ? `${count} that there is no more`
      : `${count} that ${count === "1" ? "is" : "are"} ${state}`;
  });
  return `${said} Left as it is: ${others.join(", ")}.`;
}

/** Only pages of incidents: what a form names is a client's. */
function pageOf(back: unknown): URL {
  const base = "http://here";
  try {
    const url = new URL(String(back), base);
    if (url.origin === base && /^\/incidents(\/\d{1,19})?$/.test(url.pathname)) return url;
  } catch {
    // No address at all.
  }
  return new URL("/incidents", base);
}
