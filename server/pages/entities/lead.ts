/** What an entity is, in a few sentences: what its visitor came for. */
import { LABELS } from "../../../host/event.ts";
import { MOST_INCIDENTS } from "../../../store/entities/incidents.ts";
import type { IncidentMention } from "../../../store/incidents/parts.ts";
import { entityPath, explorePath, keptRange } from "../../frame/entity-path.ts";
import type { ShownRange } from "../../frame/range.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import { count } from "../incidents/show.ts";
import type { Gathered } from "./gather.ts";
import { ENTITY_WORDS, isAddress, networkAround, type Subject } from "./subject.ts";

const REGIONS = new Intl.DisplayNames(["en"], { type: "region" });
const LABEL_WORDS = { normal: "ordinary", bot: "of robots", attack: "attacks", anomaly: "unusual" } as const;

export function lead(subject: Subject, gathered: Gathered, range: ShownRange): Html {
  const sentences = [
    originText(subject, gathered, range),
    verdicts(gathered, range),
    ...gathered.crawlers.map(crawlerText),
    sinceText(gathered),
    incidentText(gathered.incidents),
  ];
  return html`<p class="lead">${sentences.filter((each) => each.text !== "").map((each) => html`${each} `)}</p>`;
}

function originText(subject: Subject, { country, patterns }: Gathered, range: ShownRange): Html {
  if (subject.kind === "template") {
    const words = patterns.get(subject.name);
    return words ? html`<code><bdi>${words}</bdi></code><br />` : html``;
  }
  if (subject.kind === "agent") return html`All user agents that hold this text.`;
  if (!subject.network || !isAddress(subject)) return html``;
  const around = networkAround(subject.network).text;
  const network = html`of the network <a href="${entityPath({ kind: "source", name: around }, keptRange(range))}">${around}</a>`;
  if (country === null || country === "unknown")
    return html`An address ${network}; its country is not known.`;
  if (country === "private") return html`An address of a private network, ${network}.`;
  return html`An address in <strong>${regionName(country)}</strong>, ${network}.`;
}

function regionName(code: string): string {
  try {
    return REGIONS.of(code) ?? code;
  } catch {
    return code;
  }
}

/** What was found of its events, by label; each number leads to these. */
function verdicts({ looked, course, query }: Gathered, range: ShownRange): Html {
  if (looked.events === 0) return html``;
  const at = { from: String(range.from.getTime()), to: String(range.to.getTime()) };
  const linked = (path: string | undefined, text: string) =>
    path === undefined ? html`${text}` : html`<a href="${path}">${text}</a>`;
  const parts = looked.by.label
    .filter(({ name }) => LABELS.some((label) => label === name))
    .map(({ name, events }, i) => {
      const label = name as keyof typeof LABEL_WORDS;
      const path = explorePath(
        {
          type: "and",
          members: [query, { type: "field", field: "label", matches: [{ is: "text", pattern: [label] }] }],
        },
        at,
      );
      return html`${i > 0 ? ", " : ""}${linked(path, `${count(events)} ${LABEL_WORDS[label]}`)}`;
    });
  const all = linked(
    explorePath(query, at),
    `${count(looked.events)} ${looked.events === 1 ? "event" : "events"}`,
  );
  const muted = looked.muted > 0 ? html` ${count(looked.muted)} of them are muted.` : "";
  if (looked.searched.complete) return html`${all} in this time: ${parts}.${muted}`;
  const counted =
    course && course.events > looked.events
      ? html`About <strong>${count(course.events)} events</strong> in this time, ${count(course.unusual)} of them not ordinary. `
      : "";
  return html`${counted}Looked at closely: the newest ${all}, back to ${when(new Date(looked.searched.from))}: ${parts}.${muted}`;
}

function crawlerText({ crawler, status, method, host, checkedAt }: Gathered["crawlers"][number]): Html {
  const found = {
    verified: "and that is true",
    claimed: "and whether that is true can't be told",
    impostor: "and it is not",
  }[status];
  const by = method === "reverse-dns" && host ? html`; its name by DNS is <bdi>${host}</bdi>` : "";
  return html`It calls itself <strong><bdi>${crawler}</bdi></strong>, ${found}${by} (looked up ${when(checkedAt)}).`;
}

function sinceText({ ever }: Gathered): Html {
  if (!ever) return html``;
  const ordinary = ever.events - ever.unusual;
  return html`Known since ${day(ever.first)}, with ${ordinary === 0 ? "no ordinary event" : `${count(ordinary)} ordinary ${ordinary === 1 ? "event" : "events"}`} ever.`;
}

function incidentText(incidents: readonly IncidentMention[]): Html {
  if (incidents.length === 0) return html``;
  const open = incidents.filter(({ state }) => state === "open").length;
  return html`It took part in <a href="#incidents">${count(incidents.length)} ${incidents.length === 1 ? "incident" : "incidents"}${incidents.length >= MOST_INCIDENTS ? " or more" : ""}</a>${open > 0 ? html`, <strong>${open} open</strong>` : ""}.`;
}

function day(ms: number): Html {
  const text = new Date(ms).toISOString();
  return html`<time datetime="${text.slice(0, 10)}">${text.slice(0, 10)}</time>`;
}

/** Where nothing was found: what was searched, and what else there is. */
export function nothing(subject: Subject, { looked, ever, course }: Gathered, range: ShownRange): Html {
  const { from, to, complete } = looked.searched;
  const [, word] = ENTITY_WORDS[subject.kind];
  const { from: first, to: last } = range.extent ?? { from: null, to: null };
  const wider =
    first !== null && last !== null && (first < range.from.getTime() || last > range.to.getTime())
      ? entityPath(subject, { from: String(first), to: String(last) })
      : undefined;
  return html`<p class="lead">No event of this ${word.toLowerCase()} between ${when(new Date(from))} and ${when(new Date(to))}${
    complete
      ? html`: all of that time was searched.`
      : html`; what lies before was not searched yet, since that would take too long. <a href="${entityPath(subject, { from: String(range.from.getTime()), to: String(Math.floor(from)) })}">Search what lies before</a>.`
  }
  ${course && course.events > 0 ? html`Its counts have ${count(course.events)} events in this time; these may have been dropped since.` : ""}
  ${
    ever
      ? html`It was counted last on <a href="${entityPath(subject, { from: String(ever.last), to: String(ever.last + 86_400_000) })}">${day(ever.last)}</a>.`
      : ""
  }
  ${wider ? html`<a href="${wider}">Search all time that has events</a>.` : ""}</p>`;
}
