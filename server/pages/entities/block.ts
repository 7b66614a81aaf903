/** What the block list says of a source, and on what that rests. */
import type { Entry } from "../../../blocklist/lib/entry.ts";
import { WHY_KEPT } from "../../../blocklist/lib/entry.ts";
import { shortest } from "../../../blocklist/lib/network.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import { count, severityMark } from "../incidents/show.ts";
import type { Gathered } from "./gather.ts";
import type { Subject } from "./subject.ts";

export function block({ kind, name }: Subject, { listed }: Gathered): Html {
  if (kind !== "source") return html``;
  return html`<h2 id="block">Block list</h2>${
    listed === undefined
      ? html`<p>What the block list says of ${name} took too long to find.</p>`
      : said(listed)
  }
<p class="faint">SmartLog blocks nobody. <code>smartlog blocklist --format nginx-deny</code> writes the list for a web server, <code>--format nftables</code> for a
firewall, <code>--dry-run</code> says first who would have been locked out.</p>`;
}

function said({ entries, kept, over }: NonNullable<Gathered["listed"]>): Html {
  if (entries.length + kept.length + over.length === 0)
    return html`<p><strong>Not on it</strong>: it took part in no incident of a class that the list is made of, in the last days.</p>`;
  return html`<ul>${entries.map(
    (entry) => html`<li><strong>On it</strong> until ${when(entry.until)}: ${evidence(entry)}</li>`,
  )}${kept.map(
    (entry) =>
      html`<li><strong>Kept off it</strong>: ${WHY_KEPT[entry.why]}. Otherwise it would be on it: ${evidence(entry)}</li>`,
  )}${over.map((entry) => html`<li><strong>No longer on it</strong>, since ${when(entry.until)}: ${evidence(entry)}</li>`)}</ul>`;
}

function evidence({ network, severity, class: name, events, succeeded, incidents, title }: Entry): Html {
  const [first = "", ...others] = incidents;
  const got = succeeded > 0 ? html`, ${count(succeeded)} of them got what they wanted` : "";
  return html`<code>${shortest(network)}</code> ${severityMark(severity)} ${name}, <a href="/incidents/${first}"><bdi>${title}</bdi></a>, ${count(events)} events${got}${
    others.length > 0
      ? html`; incidents ${others.map((id) => html`<a href="/incidents/${id}">${id}</a> `)} too`
      : ""
  }`;
}
