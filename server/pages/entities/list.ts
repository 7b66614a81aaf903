/** The list of one kind: searched, sorted, a page at a time. */
import { ENTITY_KINDS, type EntityKind } from "../../../store/entities/entity.ts";
import {
  NAME_SORTS,
  NAMES_A_PAGE,
  type NamePage,
  type NameRow,
  type NameSort,
} from "../../../store/entities/names.ts";
import { ENTITY_LISTS, entityPath, keptRange } from "../../frame/entity-path.ts";
import type { Page } from "../../frame/page.ts";
import type { ShownRange } from "../../frame/range.ts";
import { type Html, html } from "../html.ts";
import { count } from "../incidents/show.ts";
import { ENTITIES_HEAD } from "./page.ts";
import { ENTITY_WORDS } from "./subject.ts";

export interface ListShown {
  kind: EntityKind;
  range: ShownRange;
  text: string;
  sort: NameSort;
  /** From 1. */
  page: number;
  /** Undefined where that took too long. */
  names: NamePage | undefined;
}

const SORT_WORDS: Readonly<Record<NameSort, string>> = {
  unusual: "not ordinary",
  events: "events",
  errors: "errors",
  score: "highest score",
  name: "name",
};
/** What is counted of a kind, for people. */
const COUNTS: Readonly<Record<EntityKind, string>> = {
  source:
    "The most frequent of each hour, or of each day where the time is longer than three: rare ones may be missing, or counted too low.",
  path: "The most frequent of each hour, or of each day where the time is longer than three: rare ones may be missing, or counted too low.",
  agent:
    "The most frequent of each hour, or of each day where the time is longer than three: rare ones may be missing, or counted too low.",
  template:
    "The most frequent of each hour, or of each day where the time is longer than three: rare ones may be missing, or counted too low.",
  service: "Whatever a line names as its host, else as its program, else its tag.",
  user: "Accounts of logins. Errors are logins that failed.",
};

export function listPage({ kind, range, text, sort, page, names }: ListShown): Page {
  const [many] = ENTITY_WORDS[kind];
  return {
    title: many,
    here: "sources",
    head: ENTITIES_HEAD,
    range,
    body: html`<main id="main" class="content entity"><header class="heading"><h1>${many}</h1></header>
<nav class="kinds" aria-label="Lists">${ENTITY_KINDS.map(
      (each) =>
        html`<a href="${withRange(ENTITY_LISTS[each].path, range)}"${each === kind ? html` aria-current="page"` : ""}>${ENTITY_WORDS[each][0]}</a> `,
    )}</nav>
<form method="get" action="${ENTITY_LISTS[kind].path}" class="filters" role="search" aria-label="${many}">
<label>Search <input type="search" name="q" value="${text}" maxlength="300" /></label>
<label>First <select name="sort">${NAME_SORTS.map((each) => html`<option value="${each}"${each === sort ? html` selected` : ""}>${SORT_WORDS[each]}</option>`)}</select></label>
${Object.entries(keptRange(range)).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
<button>Show</button></form>
${names === undefined ? html`<p role="alert">That took too long: choose a shorter time.</p>` : table(kind, names, range, text)}
${pager(kind, { range, text, sort, page }, names?.hasMore ?? false)}
<p class="faint">${COUNTS[kind]}</p>
</main>`,
  };
}

function table(kind: EntityKind, { rows }: NamePage, range: ShownRange, text: string): Html {
  const [many, one] = ENTITY_WORDS[kind];
  if (rows.length === 0)
    return html`<p>${text === "" ? "None was seen in this time." : html`None of this time has <bdi>${text}</bdi> in its name. <a href="${withRange(ENTITY_LISTS[kind].path, range)}">Show all</a>.`}</p>`;
  const about = { source: "country", template: "pattern" }[kind as string];
  return html`<div class="scroll" role="region" aria-label="${many}" tabindex="0"><table class="names">
<thead><tr><th scope="col">${one.toLowerCase()}</th>${about ? html`<th scope="col">${about}</th>` : ""}<th scope="col" class="number">events</th><th scope="col" class="number">not ordinary</th><th scope="col" class="number">errors</th><th scope="col" class="number">highest score</th></tr></thead>
<tbody>${rows.map((row) => nameRow(kind, row, range, about !== undefined))}</tbody></table></div>`;
}

function nameRow(kind: EntityKind, row: NameRow, range: ShownRange, hasAbout: boolean): Html {
  const { name, events, unusual, errors, score, about, crawler } = row;
  return html`<tr data-row tabindex="-1"><td class="name"><a href="${entityPath({ kind, name }, keptRange(range))}" data-key="o"><bdi>${name}</bdi></a>${crawler ? html` <span class="faint"><bdi>${crawler}</bdi></span>` : ""}</td>
${hasAbout ? html`<td class="name">${about === null || about === "unknown" ? "" : html`<bdi>${about}</bdi>`}</td>` : ""}<td class="number">${count(events)}</td><td class="number">${unusual === 0 ? "–" : count(unusual)}</td><td class="number">${errors === 0 ? "–" : count(errors)}</td><td class="number">${score === 0 ? "–" : score.toFixed(2)}</td></tr>`;
}

function pager(
  kind: EntityKind,
  { range, text, sort, page }: Pick<ListShown, "range" | "text" | "sort" | "page">,
  hasMore: boolean,
): Html {
  const link = (to: number, rel: string, words: string) => {
    const parameters = new URLSearchParams({ q: text, sort, page: String(to), ...keptRange(range) });
    return html`<a rel="${rel}" href="${ENTITY_LISTS[kind].path}?${parameters}">${words}</a> `;
  };
  if (page === 1 && !hasMore) return html``;
  return html`<nav class="pager" aria-label="Pages">${page > 1 ? link(page - 1, "prev", `The ${NAMES_A_PAGE} before`) : ""}${hasMore ? link(page + 1, "next", `The next ${NAMES_A_PAGE}`) : ""}</nav>`;
}

function withRange(path: string, range: ShownRange): string {
  const kept = new URLSearchParams(keptRange(range)).toString();
  return kept === "" ? path : `${path}?${kept}`;
}
