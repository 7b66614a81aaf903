/** How to begin: what SmartLog is, a log to drop, the ways in, where one sees what came. */
import type { FastifyRequest } from "fastify";
import { PLACES } from "../../frame/places.ts";
import { dropForm } from "../dropped/form.ts";
import { type Html, html } from "../html.ts";
import { feedbackForm } from "../visitors/form.ts";
import { flow } from "./flow.ts";

export interface Begin {
  /** The server's address as the reader's browser has it. */
  url: string;
  needsToken: boolean;
  /** Where Grafana shows the same dashboards; undefined where it wasn't said. */
  grafanaUrl: string | undefined;
  /** Of the forms. */
  keys: { drop: string; feedback: string };
  /** What was just said by the feedback form. */
  said: string;
}

/** @param isFirst whether nothing has come yet, so that it is all there is to see */
export function beginPart(begin: Begin, isFirst: boolean): Html {
  return html`<section id="begin" class="begin" aria-labelledby="begin-title">
${isFirst ? what() : html`<h2 id="begin-title">More logs</h2>`}
<div class="ways">
<section aria-labelledby="drop-title"><h3 id="drop-title">Look into a log file</h3>${dropForm(begin.keys.drop)}</section>
<section aria-labelledby="send-title"><h3 id="send-title">Send lines</h3>${send(begin)}</section>
</div>
${isFirst ? html`<div class="ways">${files()}${see(begin)}</div>` : html`<details><summary>How it works, other ways in</summary>${flow()}<div class="ways">${files()}${see(begin)}</div></details>`}
</section>
${feedbackForm(begin.keys.feedback, begin.said)}`;
}

function what(): Html {
  return html`<h2 id="begin-title">What SmartLog does</h2>
<p class="lead">SmartLog reads your logs, tells people from robots, attacks and faults, and says the few things that somebody has to know.
It runs on your machine, in one process and Postgres; no line leaves it.</p>
${flow()}`;
}

/** The line works as it is: it sends one line of this machine's own. */
function send({ url, needsToken }: Begin): Html {
  const token = needsToken ? ` -H "authorization: Bearer $SMARTLOG_TOKEN"` : "";
  const to = `${token} -H 'content-type: text/plain' '${url}/v1/ingest?tag=hello'`;
  return html`<p>One line, to try:</p>
${command("curl-line", `echo "$(date) $(hostname) hello: SmartLog, do you hear me?" | curl --data-binary @-${to}`)}
<p>A file (up to 12 MiB at once):</p>
${command("curl-file", `curl --data-binary @access.log${to.replace("tag=hello", "tag=web")}`)}
${needsToken ? html`<p class="faint">This server asks for its token: <code>export SMARTLOG_TOKEN=…</code> first.</p>` : ""}
<p class="faint">Then look at <a href="/tail">Live</a> or <a href="/explore?q=tag%3Ahello">their lines</a>. <a href="/api">All of the API</a></p>`;
}

function command(id: string, text: string): Html {
  return html`<div class="command"><pre id="${id}" tabindex="0">${text}</pre><button type="button" data-copy="${id}" hidden>Copy</button></div>`;
}

function files(): Html {
  return html`<section aria-labelledby="files-title"><h3 id="files-title">Logs of this machine</h3>
<dl class="terms"><dt><code>smartlog start /var/log/nginx</code></dt><dd>reads files and folders, and follows them</dd>
<dt>Fluent Bit, Vector</dt><dd>score where logs are shipped: syslog, journald, Docker, Kubernetes, OpenTelemetry, Beats; configurations in <code>deploy/</code></dd>
<dt><code>smartlog analyze FILE</code></dt><dd>reports in the terminal, without a database, files of any size</dd></dl></section>`;
}

function see({ grafanaUrl }: Begin): Html {
  const dashboards = PLACES.find(({ title }) => title === "Dashboards")?.places ?? [];
  return html`<section aria-labelledby="see-title"><h3 id="see-title">Dashboards</h3><ul class="dashboards">${dashboards.map(
    ({ name, path, text }) =>
      html`<li><a href="${path}">${text}</a>${grafanaUrl === undefined ? "" : html` <a class="faint" href="${grafanaUrl}/d/${name}" rel="noreferrer">in Grafana<span class="hidden">: ${text}</span></a>`}</li>`,
  )}</ul>${grafanaUrl === undefined ? html`<p class="faint">The same are there for Grafana; SMARTLOG_GRAFANA_URL says where it is.</p>` : ""}</section>`;
}

/** As the browser has it, where that is a name that a shell takes as it is. */
export function ownUrl({ protocol, headers }: Pick<FastifyRequest, "protocol" | "headers">): string {
  const host = headers.host ?? "";
  return `${protocol}://${/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? host : "localhost:8470"}`;
}
