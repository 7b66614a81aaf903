/** People, what is new, the model and what waits, the disk: each figure with where it comes from. */
import { bytes, count, share } from "../../../report/document/value.ts";
import { changeText, counted } from "../../../report/store/words.ts";
import type { Disk } from "../../../store/report/disk.ts";
import { when } from "../../frame/when.ts";
import { type Html, html } from "../html.ts";
import { ago } from "../incidents/show.ts";
import type { HomeFacts } from "./gather.ts";
import { linesPath } from "./lines-path.ts";

const HOUR_MS = 3_600_000;

export function statePart(facts: HomeFacts): Html {
  return html`<dl class="state">${people(facts)}${fresh(facts)}${model(facts)}${disk(facts.disk)}${rejected(facts)}</dl>`;
}

const entry = (name: string, what: Html) => html`<div><dt>${name}</dt><dd>${what}</dd></div>`;

function people({ people, days }: HomeFacts): Html {
  if (people === null) return html``;
  const change = changeText(people.visitors, people.before);
  return entry(
    "People",
    html`<a href="${linesPath("kind:web label:normal", days)}">about ${counted(people.visitors, "visitor")}</a>${change ? html` <span class="change" title="against as many days before">${change}</span>` : ""}`,
  );
}

function fresh({ news }: HomeFacts): Html {
  const isNow = Date.now() - news.to.getTime() < HOUR_MS;
  const name = isNow ? "New since yesterday" : "New on the last day";
  const { patterns, silent, models, since, to, isFirst } = news;
  const range = `from=${since.getTime()}&to=${to.getTime()}`;
  const texts = [
    isFirst
      ? html`<a href="/d/smartlog-anomalies?${range}">all ${counted(patterns, "pattern")}: it is the first day</a>`
      : html`<a href="/d/smartlog-anomalies?${range}">${counted(patterns, "pattern")}</a>`,
    html`<a href="/incidents?state=all&amp;class=silent-log">${counted(silent, "log")} fell silent</a>`,
    html`<a href="/d/smartlog-model?${range}">${counted(models, "model")}</a>`,
  ];
  const examples = isFirst ? [] : news.examples;
  return entry(
    name,
    html`${texts.map((each, i) => html`${i > 0 ? ", " : ""}${each}`)}${
      examples.length === 0
        ? ""
        : html`<ul class="examples">${examples.map(({ tpl, text, events }) => html`<li><a href="${linesPath(`template:${tpl}`, { from: since, to })}"><code>${text.slice(0, 120)}</code></a> <span class="faint">${count(events)}</span></li>`)}</ul>`
    }`,
  );
}

function model({ model: serving, waiting }: HomeFacts): Html {
  const { corrections } = waiting;
  const made = serving?.origin === "trained" ? html`, judged ${ago(serving.madeAt)}` : html`, SmartLog's own`;
  return entry(
    "Model",
    html`${serving ? html`<a href="/d/smartlog-model"><bdi>${serving.id}</bdi></a>${made}` : html`<a href="/d/smartlog-model">the one that was built in</a>`};
<a href="/taught">${corrections === 1 ? "one correction waits" : `${count(corrections)} corrections wait`}</a>`,
  );
}

function disk({ databaseBytes, freeBytes, sizeBytes, daysLeft }: Disk): Html {
  const full = freeBytes !== null && sizeBytes !== null && sizeBytes > 0 ? 1 - freeBytes / sizeBytes : null;
  return entry(
    "Disk",
    html`<a href="/d/smartlog-pipeline">${bytes(databaseBytes)} of events</a>${full === null ? "" : html`, ${share(full)} full`}${daysLeft === null ? "" : html`, ${daysLeft > 3_650 ? "room for years" : `${counted(daysLeft, "day")} left`}`}`,
  );
}

function rejected({ waiting }: HomeFacts): Html {
  return entry(
    "Rejected",
    html`<a href="/d/smartlog-pipeline?from=now-24h&amp;to=now">${counted(waiting.rejected, "line")}</a> in 24 hours`,
  );
}

/** Where the data begins and ends. */
export function extentText({ events, from, to }: { events: number; from: number; to: number }): Html {
  const range = { from: new Date(from), to: new Date(to) };
  return html`<a href="${linesPath("", range)}">${counted(events, "event")}</a> from ${when(range.from)} to ${when(range.to)}`;
}
