/** What an entity asked for, from where, why it was judged so: short tables whose names lead on. */
import { reasonText } from "../../../host/reasons.ts";
import type { EntityKind } from "../../../store/entities/entity.ts";
import type { Counted, CountedBy } from "../../../store/entities/looked.ts";
import type { Query } from "../../../store/search/grammar/ast.ts";
import type { FieldName } from "../../../store/search/grammar/fields.ts";
import { parse } from "../../../store/search/grammar/parse.ts";
import { term } from "../../../store/search/grammar/print.ts";
import { entityPath, explorePath, keptRange } from "../../frame/entity-path.ts";
import type { ShownRange } from "../../frame/range.ts";
import { type Html, html } from "../html.ts";
import { count } from "../incidents/show.ts";
import type { Gathered } from "./gather.ts";
import type { Subject } from "./subject.ts";

interface Table {
  title: string;
  /** Field of the grammar that finds its events. */
  field: FieldName;
  /** Pages that its names have. */
  kind?: EntityKind;
  /** Where another count says the same. */
  notOf?: EntityKind;
}

/** In the order of what tells most; of a service who calls it comes first. */
const TABLES: readonly (readonly [CountedBy, Table])[] = [
  ["source", { title: "Who", field: "ip", kind: "source", notOf: "source" }],
  ["path", { title: "Paths", field: "path", kind: "path", notOf: "path" }],
  ["user", { title: "Accounts", field: "user", kind: "user", notOf: "user" }],
  ["port", { title: "Ports", field: "dport" }],
  ["qname", { title: "Names looked up", field: "qname" }],
  ["site", { title: "Hosts and sites", field: "site", kind: "service", notOf: "service" }],
  ["service", { title: "Services", field: "service", kind: "service" }],
  ["status", { title: "Answers", field: "status" }],
  ["method", { title: "Methods", field: "method" }],
  ["agent", { title: "User agents", field: "agent", kind: "agent", notOf: "agent" }],
  ["template", { title: "Patterns", field: "template", kind: "template", notOf: "template" }],
];

/** A network has many addresses: these are told. */
function isShown(subject: Subject, { notOf }: Table): boolean {
  return notOf !== subject.kind || (subject.kind === "source" && subject.name.includes("/"));
}

export function targets(subject: Subject, gathered: Gathered, range: ShownRange): Html {
  const { looked } = gathered;
  const shown = TABLES.filter(([by, table]) => isShown(subject, table) && looked.by[by].length > 0);
  return html`<div class="tables">${shown.map(([by, table]) => countTable(gathered, range, by, table))}</div>`;
}

function countTable(
  { looked, query, patterns }: Gathered,
  range: ShownRange,
  by: CountedBy,
  table: Table,
): Html {
  const { title, field, kind } = table;
  const more = looked.names[by] - looked.by[by].length;
  return html`<section aria-label="${title}"><table><caption>${title}${more > 0 ? html` <span class="faint">and ${count(more)} more</span>` : ""}</caption>
<thead><tr><th scope="col">${title.toLowerCase()}</th><th scope="col" class="number">events</th><th scope="col" class="number">not ordinary</th></tr></thead>
<tbody>${looked.by[by].map((each) => {
    const text = by === "template" ? (patterns.get(each.name) ?? each.name) : shortened(each.name);
    const name =
      kind === undefined
        ? html`<bdi>${text}</bdi>`
        : html`<a href="${entityPath({ kind, name: each.name }, keptRange(range))}"><bdi>${text}</bdi></a>`;
    return html`<tr data-row tabindex="-1"><td class="name">${name}</td>${numbers(each, query, field, range)}</tr>`;
  })}</tbody></table></section>`;
}

/** Both numbers lead to their events. */
function numbers(
  { name, events, unusual }: Counted,
  query: Query,
  field: FieldName,
  range: ShownRange,
): Html {
  const link = (some: number, more = "") => {
    const path = eventsPath(query, `${term(field, name)}${more}`, range);
    return path === undefined ? html`${count(some)}` : html`<a href="${path}">${count(some)}</a>`;
  };
  return html`<td class="number">${link(events)}</td><td class="number">${unusual === 0 ? "–" : link(unusual, " -label:normal")}</td>`;
}

function eventsPath(query: Query, more: string, { from, to }: ShownRange): string | undefined {
  let also: Query;
  try {
    also = parse(more);
  } catch {
    // A name of thousands of characters.
    return undefined;
  }
  const members = [query, ...(also.type === "and" ? also.members : [also])];
  return explorePath({ type: "and", members }, { from: String(from.getTime()), to: String(to.getTime()) });
}

/** Why its events were judged so, in words. */
export function reasons({ looked, query }: Gathered, range: ShownRange): Html {
  if (looked.by.reason.length === 0) return html``;
  return html`<h2>Why</h2><ul class="reasons">${looked.by.reason.map(({ name, events }) => {
    const path = eventsPath(query, term("reason", name), range);
    const times = `${count(events)} ×`;
    return html`<li>${path === undefined ? times : html`<a href="${path}">${times}</a>`} <bdi>${reasonText(name)}</bdi>${reasonText(name) === name ? "" : html` <code class="faint">${name}</code>`}</li>`;
  })}</ul>`;
}

/** Of a service: how much, how well, how fast. */
export function service({ looked, course }: Gathered): Html {
  const { timed, searched, events } = looked;
  if (events === 0) return html``;
  const minutes = Math.max(1, ((looked.last ?? 0) - (looked.first ?? 0)) / 60_000);
  const failed = looked.by.status.find(({ name }) => name === "5xx")?.events ?? 0;
  const answered = looked.by.status.reduce((sum, each) => sum + each.events, 0);
  const rows: [string, Html | string][] = [
    ["events a minute, from its first to its last", rate(events / minutes)],
  ];
  if (answered > 0) rows.push(["answers 5xx", `${percent(failed / answered)} of ${count(answered)}`]);
  if (course && course.errors > 0) rows.push(["answers 4xx and 5xx in all", count(course.errors)]);
  if (timed)
    rows.push([
      "time to answer",
      html`half within ${ms(timed.p50)}, 95 % within ${ms(timed.p95)}, 99 % within ${ms(timed.p99)} <span class="faint">(${count(timed.events)} answers, to a tenth)</span>`,
    ]);
  if (looked.bytes > 0) rows.push(["sent", size(looked.bytes)]);
  const kept = searched.complete ? "" : html` <span class="faint">of what was looked at</span>`;
  return html`<h2>How it does${kept}</h2><dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function rate(value: number): string {
  return value >= 10 ? count(Math.round(value)) : value.toPrecision(2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
}

function ms(value: number): string {
  return value >= 1_000 ? `${(value / 1_000).toPrecision(2)} s` : `${Number(value.toPrecision(2))} ms`;
}

function size(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), units.length - 1);
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${units[power]}`;
}

const MOST_CHARACTERS = 120;

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
