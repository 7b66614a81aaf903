/** What a row shows when it is opened in place: reasons, fields that can be searched by, what can be done about it. */
import { LABELS } from "../../host/event.ts";
import { type Html, html } from "../../host/html.ts";
import { reasonText } from "../../host/reasons.ts";
import type { StoredEvent } from "../../store/events/event.ts";
import { FIELD_NAMES, type FieldName } from "../../store/search/grammar/fields.ts";
import { withTerm } from "../../store/search/with-term.ts";
import { entityPath } from "../frame/entity-path.ts";
import { when } from "../frame/when.ts";

/** Columns of an event by the names that a search has for them. */
const COLUMN: Readonly<Partial<Record<FieldName, string>>> = {
  user: "username",
  agent: "ua",
  referrer: "ref",
  duration: "ms",
  template: "tpl",
};
/** Shown elsewhere in the row, or of no use to search by. */
const LEFT_OUT = new Set<FieldName>([
  "id",
  "label",
  "score",
  "bot",
  "threat",
  "anomaly",
  "reason",
  "hit",
  "muted",
  "mute",
]);
const AROUND_MS = 10 * 60_000;

export interface PartShown {
  event: StoredEvent;
  /** 16 hex digits. */
  id: string;
  /** Of the form that labels it. */
  key: string;
  /** What Explore shows now; its links ask for more or less of it. */
  explore: URLSearchParams;
}

export function eventPart({ event, id, key, explore }: PartShown): Html {
  const at = event.time.getTime();
  const q = explore.get("q") ?? "";
  const search = (changed: Record<string, string>) => {
    const parameters = new URLSearchParams(explore);
    parameters.delete("cursor");
    for (const [name, value] of Object.entries(changed)) parameters.set(name, value);
    return `/explore?${parameters}`;
  };
  const fields = FIELD_NAMES.filter((name) => !LEFT_OUT.has(name)).flatMap((name) => {
    const value = textOf(event[COLUMN[name] ?? name]);
    return value === "" ? [] : [[name, value] as const];
  });
  const columns = (explore.get("columns") ?? "").split(",").filter(Boolean);
  const around = { from: String(at - AROUND_MS), to: String(at + AROUND_MS) };
  const scores = (["threat", "bot", "anomaly"] as const).flatMap((name) =>
    typeof event[name] === "number" ? [`${name} ${(event[name] as number).toFixed(3)}`] : [],
  );
  return html`<div class="part">
  <pre class="part-line">${event.line}</pre>
  <p><strong class="label ${event.label}">${event.label}</strong> severity ${event.severity}; ${scores.join(", ")}.
    ${(event.why ?? []).map((reason) => html`<a class="chip" href="${search({ q: withTerm(q, "reason", reason) })}" title="${reason}">${reasonText(reason)}</a> `)}
    ${event.hit ? html`Seen by <code>${event.hit}</code>.` : ""}</p>
  <table class="fields"><tbody>${fields.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td><bdi>${value}</bdi></td><td class="ways">
    <a href="${search({ q: withTerm(q, name, value) })}" title="only these" aria-label="only ${name} ${value}">=</a>
    <a href="${search({ q: withTerm(q, name, value, "-") })}" title="without these" aria-label="without ${name} ${value}">≠</a>
    <a href="${search({ columns: [...new Set([...columns, name])].join(",") })}" title="as a column" aria-label="${name} as a column">+</a></td></tr>`,
  )}</tbody></table>
  <p class="part-links"><a href="/events/${id}?at=${at}">All of it</a>
    ${event.ip ? html`<a href="${entityPath({ kind: "source", name: String(event.ip) })}">its source</a>` : ""}
    ${event.username ? html`<a href="${entityPath({ kind: "user", name: String(event.username) })}">its user</a>` : ""}
    ${event.ip ? html`<a href="${search({ q: withTerm("", "ip", String(event.ip)), ...around })}">what this source did around ${when(event.time)}</a>` : ""}
    ${event.host ? html`<a href="${search({ q: withTerm("", "host", String(event.host)), ...around })}">what <bdi>${event.host}</bdi> wrote then</a>` : ""}
    ${event.tpl ? html`<a href="${entityPath({ kind: "template", name: String(event.tpl) })}">its pattern</a>` : ""}
    <a href="/mutes/new?event=${id}&amp;at=${at}">mute such</a>
    <button type="button" data-copy-text="${event.line ?? ""}">copy the line</button> <button type="button" data-copy-text="${event.record}">copy the record</button></p>
  <form method="post" action="/events/${id}/feedback" class="label-form"><input type="hidden" name="key" value="${key}" /><input type="hidden" name="at" value="${at}" />
    <span>What is it really?</span> <label class="hidden-name">Your name <input name="who" maxlength="64" autocomplete="username" required size="12" /></label>
    ${LABELS.map((label) => html`<button name="label" value="${label}" class="label ${label}" data-key="${label === "anomaly" ? "y" : label[0]}" data-key-text="label: ${label}">${label}</button> `)}</form>
</div>`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(", ") : String(value);
}
