/** An incident's facts and sources as tables, each leading to what else is known of it. */
import type { Incident } from "../../../store/incidents/incident.ts";
import type { IncidentSource } from "../../../store/incidents/parts.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import { count, some } from "./show.ts";

/** The lines that a query finds around its time: a minute before and after, since the range's ends are cut. */
export function explorePath({ first, last }: Incident, query: string): string {
  return `/explore?${new URLSearchParams({
    q: query,
    from: String(first.getTime() - 60_000),
    to: String(last.getTime() + 60_000),
  })}`;
}

/** What is known of an incident, name by name. */
export function factTable(incident: Incident, title: string | undefined): Html {
  const {
    source,
    network,
    agent,
    username,
    users,
    userCount,
    sites,
    siteCount,
    site,
    service,
    targets,
    targetCount,
  } = incident;
  const rows: [name: string, value: unknown][] = [
    ["class", html`<a href="/rules#${incident.class}">${incident.class}</a>${title ? html`: ${title}` : ""}`],
    ["events", count(incident.events)],
    ["got what they wanted", incident.succeeded > 0 ? count(incident.succeeded) : "none"],
    ["of these graver", incident.grave > 0 ? count(incident.grave) : null],
    ["of all requests", incident.share === null ? null : `${Math.round(100 * incident.share)} % at worst`],
    ["answers slower", incident.slower === null ? null : `${incident.slower.toFixed(1)} times at worst`],
    ["bytes", incident.bytes > 0 ? count(incident.bytes) : null],
    ["source", source && html`<a href="/sources/${source}">${source}</a>`],
    ["network", network && html`<a href="/sources/${network}">${network}</a>`],
    ["agent", agent && html`<code>${agent}</code>`],
    ["site", sites.length > 0 ? some(sites, siteCount, 20) : site && html`<code>${site}</code>`],
    ["service", service && html`<a href="/services/${encodeURIComponent(service)}">${service}</a>`],
    ["user", users.length > 0 ? some(users, userCount, 20) : username && html`<code>${username}</code>`],
    ["aimed at", targets.length > 0 ? some(targets, targetCount, 20) : null],
    ["template", incident.tpl && html`<a href="/templates/${incident.tpl}">${incident.tpl}</a>`],
    ["reason", incident.reason && html`<code>${incident.reason}</code>`],
    ["found", when(incident.foundAt)],
  ];
  return html`<table><tbody>${rows
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}

/** Who took part, those with the most events. */
export function sourceTable(sources: readonly IncidentSource[], total: number): Html {
  return html`<h2>Sources</h2>
  ${total > sources.length ? html`<p>${count(sources.length)} of ${count(total)}, those with most events.</p>` : ""}
  <div class="scroll" role="region" aria-label="Sources" tabindex="0"><table>
  <thead><tr><th scope="col">address</th><th scope="col">country</th><th scope="col">crawler</th><th scope="col" class="number">events</th><th scope="col" class="number">got what they wanted</th><th scope="col">first</th><th scope="col">last</th></tr></thead>
  <tbody>${sources.map(
    ({ ip, country, crawler, status, events, succeeded, first, last }) =>
      html`<tr><td><a href="/sources/${ip}">${ip}</a></td><td>${country}</td>
      <td>${crawler === null ? "" : `${crawler}: ${status}`}</td><td class="number">${count(events)}</td><td class="number">${count(succeeded)}</td>
      <td>${when(first)}</td><td>${when(last)}</td></tr>`,
  )}</tbody></table></div>`;
}
