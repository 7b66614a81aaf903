/** What one came for: a sentence, then what needs somebody, the gravest first. */
import { count, share } from "../../../report/document/value.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import { type Html, html } from "../html.ts";
import { ago, severityMark, some } from "../incidents/show.ts";
import type { HomeFacts } from "./gather.ts";
import { linesPath } from "./lines-path.ts";
import { robotsQuery, shareOf } from "./robots.ts";

const NAMED_ROBOTS = 3;

export function attention(facts: HomeFacts): Html {
  const needing = facts.counts
    .filter(({ state, severity }) => state === "open" && severity !== "low")
    .reduce((sum, { incidents }) => sum + incidents, 0);
  return html`<section class="attention ${needing > 0 ? "needs" : "quiet"}" aria-label="What needs you">
<p class="sentence">${needing === 0 ? html`<strong>Nothing needs you.</strong>` : html`<a href="/incidents?state=open&amp;least=medium"><strong>${count(needing)} ${needing === 1 ? "thing needs" : "things need"} you.</strong></a>`}
${linesText(facts)} ${robotsText(facts)}</p>
${facts.open.length === 0 ? "" : html`<ul class="open">${facts.open.map(openIncident)}</ul>`}
${needing > facts.open.length ? html`<p><a href="/incidents?state=open&amp;least=medium">All ${count(needing)}</a></p>` : ""}
</section>`;
}

function linesText({ traffic, byLabel }: HomeFacts): Html {
  const lines = Object.values(byLabel).reduce((sum, each) => sum + each, 0);
  if (lines === 0) return html`No line came in this time.`;
  return html`<a href="${linesPath("", traffic)}">${count(lines)} ${lines === 1 ? "line" : "lines"}</a>, <a href="${linesPath("label:normal", traffic)}">${share(byLabel.normal / lines)} ordinary</a> people and services.`;
}

function robotsText({ robots, web, days }: HomeFacts): Html {
  const first = robots.slice(0, NAMED_ROBOTS);
  if (web === null || first.length === 0) return html``;
  const took = first.reduce((sum, robot) => sum + shareOf(robot, web), 0);
  return html`<a href="${linesPath(robotsQuery(first), days)}">${first.length === 1 ? "One robot" : `${first.length} robots`}</a> took ${share(took)} of the web traffic.`;
}

function openIncident({ id, severity, title, sites, siteCount, site, last }: Incident): Html {
  const where = some(sites.length > 0 ? sites : site ? [site] : [], siteCount, 2);
  return html`<li data-row tabindex="-1">${severityMark(severity)} <span class="what"><bdi>${title}</bdi> <span class="faint">${where}</span></span> <span class="faint">${ago(last)}</span> <a href="/incidents/${id}" data-key="o" class="look">Look<span class="hidden"> at ${title}</span></a></li>`;
}
