/** An entity's page: who it is, when it came, what it asked for, what others do, what can be done. */

import { mutedText } from "../../../store/mutes/what.ts";
import { ENTITY_LISTS, entityPath, explorePath, keptRange } from "../../frame/entity-path.ts";
import { icon } from "../../frame/icon.ts";
import type { Page } from "../../frame/page.ts";
import type { ShownRange } from "../../frame/range.ts";
import { when } from "../../frame/when.ts";
import { may } from "../../http/principal.ts";
import { eventRows } from "../../rows/row.ts";
import { type Html, html } from "../html.ts";
import { count, mentionList } from "../incidents/show.ts";
import { block } from "./block.ts";
import type { Gathered } from "./gather.ts";
import { labelPart } from "./label.ts";
import { lead, nothing } from "./lead.ts";
import { ENTITY_WORDS, isAddress, networkAround, type Subject } from "./subject.ts";
import { reasons, service, targets } from "./tables.ts";
import { timeLine } from "./time-line.ts";

export const ENTITIES_HEAD = html`<link rel="stylesheet" href="/public/incidents.css" /><link rel="stylesheet" href="/public/entities.css" /><script type="module" src="/public/entities.js"></script>`;

export interface EntityShown {
  subject: Subject;
  gathered: Gathered;
  range: ShownRange;
  /** Of the page's forms. */
  key: string;
  /** What was just done, or looked up. */
  said: string;
  /** Whether names may be looked up. */
  resolves: boolean;
}

const MOST_TITLE_CHARACTERS = 200;

export function entityPage({ subject, gathered, range, key, said, resolves }: EntityShown): Page {
  const [many, one] = ENTITY_WORDS[subject.kind];
  const { looked, missing, rows, query } = gathered;
  const isAny = looked.events > 0;
  return {
    title: `${one} ${cut(subject.name)}`,
    here: "sources",
    head: ENTITIES_HEAD,
    range,
    body: html`<main id="main" class="content entity"><header class="heading"><a href="${ENTITY_LISTS[subject.kind].path}">← ${many}</a><h1>${one} <bdi class="name">${cut(subject.name)}</bdi></h1></header>
${said ? html`<p role="status" class="note"><bdi>${said}</bdi></p>` : ""}
${isAny ? lead(subject, gathered, range) : nothing(subject, gathered, range)}
${actions(subject, gathered, range, resolves)}
${timeLine(gathered.line, (from, to) => explorePath(query, { from: String(from), to: String(to) }))}
${missing.length > 0 ? html`<p role="alert">Left out, since it took too long: ${missing.join(", ")}. A shorter time helps.</p>` : ""}
${subject.kind === "service" ? service(gathered) : ""}
${isAny ? html`${reasons(gathered, range)}<h2>${subject.kind === "service" ? "Who calls it, and for what" : "What it asked for"}</h2>${targets(subject, gathered, range)}` : ""}
${lastLines(rows, gathered, range)}
${neighbours(subject, gathered, range)}
${gathered.incidents.length > 0 ? html`<h2 id="incidents">Incidents</h2>${mentionList(gathered.incidents)}` : ""}
${block(subject, gathered)}
${mutes(gathered)}
${isAny && may("review") ? labelPart(subject, gathered, range, key) : ""}
</main>`,
  };
}

function actions(subject: Subject, { query, looked }: Gathered, range: ShownRange, resolves: boolean): Html {
  const { kind, name } = subject;
  const explore = explorePath(query, { from: String(range.from.getTime()), to: String(range.to.getTime()) });
  const muted = { source: "source", template: "template", service: "site" }[kind as string];
  const isPublic = isAddress(subject) && resolves;
  return html`<nav class="actions" aria-label="What can be done">
${explore === undefined ? "" : html`<a class="button" href="${explore}" data-key="e" data-key-text="all of its lines in Explore">${icon("search")}All of its lines</a>`}
${looked.events > 0 && may("review") ? html`<a class="button" href="#label" data-key="l" data-key-text="label all">${icon("message-square-text")}Label all…</a>` : ""}
${muted === undefined ? "" : html`<a class="button" href="/mutes/new?${new URLSearchParams({ [muted]: name.slice(0, 255) })}" data-key="m" data-key-text="mute">${icon("bell-off")}Mute…</a>`}
${kind === "source" ? html`<a class="button" href="#block" data-key="b" data-key-text="block list">${icon("ban")}Block list</a>` : ""}
${isPublic ? html`<a class="button" rel="nofollow" href="${entityPath(subject, { ...keptRange(range), resolve: "1" })}" title="Asks this machine's resolver now; whoever keeps the name may see that somebody asks">${icon("globe")}Look up its name</a>` : ""}
</nav>`;
}

function lastLines(rows: Gathered["rows"], { looked, query }: Gathered, range: ShownRange): Html {
  if (rows.length === 0) return html``;
  const all = explorePath(query, { from: String(range.from.getTime()), to: String(range.to.getTime()) });
  const { searched } = looked;
  return html`<h2>Last lines</h2>${eventRows(rows, "Last lines")}
<p>${all === undefined ? "" : html`<a href="${all}">All of them in Explore</a>. `}${searched.complete ? "" : html`Looked at closely back to ${when(new Date(searched.from))}, since more would take too long.`}</p>`;
}

function neighbours(subject: Subject, { neighbours: found }: Gathered, range: ShownRange): Html {
  if (!found || !subject.network) return html``;
  const single = isAddress(subject);
  const text = single ? networkAround(subject.network).text : subject.name;
  const link = single
    ? html`<a href="${entityPath({ kind: "source", name: text }, keptRange(range))}">${text}</a>`
    : html`${text}`;
  if (found.addresses.length === 0)
    return single
      ? html`<h2>Others of its network</h2><p>No other address of ${link} was seen in this time.</p>`
      : html``;
  const bad = found.addresses.filter(({ unusual }) => unusual > 0).length;
  return html`<h2>${single ? "Others of its network" : "Its addresses"}</h2>
<p>${count(found.addresses.length)}${found.isBounded ? " and more" : ""} ${found.addresses.length === 1 ? "address" : "addresses"} of ${link}, ${bad === 0 ? "none" : count(bad)} with events that are not ordinary${found.isBounded ? "; the first of them by number are told" : ""}.</p>
<div class="scroll" role="region" aria-label="Addresses" tabindex="0"><table class="addresses"><thead><tr><th scope="col">address</th><th scope="col" class="number">events</th><th scope="col" class="number">not ordinary</th><th scope="col">mostly</th><th scope="col">last</th></tr></thead>
<tbody>${found.addresses.slice(0, MOST_ADDRESSES).map(
    ({ ip, events, unusual, label, last }) =>
      html`<tr data-row tabindex="-1"><td><a href="${entityPath({ kind: "source", name: ip }, keptRange(range))}">${ip}</a></td><td class="number">${count(events)}${events >= 200 ? "+" : ""}</td><td class="number">${count(unusual)}</td>
<td>${label === null ? "" : html`<span class="label ${label}">${label}</span>`}</td><td>${when(new Date(last))}</td></tr>`,
  )}</tbody></table></div>`;
}

const MOST_ADDRESSES = 15;

function mutes({ mutes }: Gathered): Html {
  if (mutes.length === 0) return html``;
  return html`<h2>Mutes that hide some of it</h2><ul>${mutes.map(
    (mute) =>
      html`<li><a href="/mutes">Mute ${mute.id}</a>: <bdi>${mutedText(mute)}</bdi>, until ${when(mute.until)}, by <bdi>${mute.who}</bdi></li>`,
  )}</ul>`;
}

function cut(name: string): string {
  return name.length > MOST_TITLE_CHARACTERS ? `${name.slice(0, MOST_TITLE_CHARACTERS)}…` : name;
}
