/** How SmartLog works, as a picture of boxes that wrap on a narrow page. */
import { icon } from "../../frame/icon.ts";
import { type Html, html } from "../html.ts";

const STEPS = [
  ["download", "Logs", "Files, syslog, containers, HTTP: as they are."],
  [
    "list-filter",
    "Filter",
    "Where logs are shipped, a small program scores each line: normal, robot, attack, anomaly.",
  ],
  ["layout-dashboard", "Store", "Lines and verdicts go to Postgres, and stay on your machine."],
  [
    "siren",
    "Incidents",
    "Many lines become the few things that somebody has to know, here, by mail or chat.",
  ],
  ["brain", "Training", "Your corrections teach the next model; the filter takes it without a restart."],
] as const;

export function flow(): Html {
  return html`<figure class="flow"><ol>${STEPS.map(
    ([symbol, name, text], i) =>
      html`<li>${i > 0 ? arrow() : ""}<div>${icon(symbol)}<strong>${name}</strong><span>${text}</span></div></li>`,
  )}</ol>
<svg class="back" viewBox="0 0 1000 34" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path d="M900 0 V24 H300 V6" vector-effect="non-scaling-stroke" /><path d="M294 12 L300 2 L306 12" vector-effect="non-scaling-stroke" /></svg>
<figcaption>From a line to an incident; what people say goes back into the filter.</figcaption></figure>`;
}

function arrow(): Html {
  return html`<svg class="arrow" viewBox="0 0 24 12" aria-hidden="true" focusable="false"><path d="M0 6 H20 M14 1 L21 6 L14 11" /></svg>`;
}
