/** Robots by what they took, and whether they are who they say. */
import { bytes, count, share } from "../../../report/document/value.ts";
import { identityText, type RobotTraffic } from "../../../report/store/robots.ts";
import type { DayRange } from "../../../store/report/range.ts";
import { icon } from "../../frame/icon.ts";
import { type Html, html } from "../html.ts";
import type { HomeFacts } from "./gather.ts";
import { linesPath, quoted } from "./lines-path.ts";

const MOST_ROBOTS = 6;
const SYMBOLS = {
  verified: ["badge-check", "good"],
  mixed: ["triangle-alert", "anomaly"],
  impostor: ["ban", "attack"],
  untold: ["eye", "faint"],
  unchecked: ["eye", "faint"],
  undocumented: ["eye", "faint"],
  tool: ["bot", "faint"],
} as const satisfies Record<RobotTraffic["identity"], readonly [string, string]>;

type Web = NonNullable<HomeFacts["web"]>;

/** 0..1: of the bytes, or of the requests where bytes are not known. */
export function shareOf({ bytes: taken, requests }: RobotTraffic, web: Web): number {
  return taken !== null && web.bytes > 0 ? taken / web.bytes : requests / Math.max(1, web.requests);
}

export function robotsQuery(robots: readonly RobotTraffic[]): string {
  return `kind:web agent:${robots.map(({ name }) => quoted(name)).join(",")}`;
}

export function robotsList({ robots, web, days }: Pick<HomeFacts, "robots" | "web" | "days">): Html {
  if (web === null) return html``;
  const shown = robots.slice(0, MOST_ROBOTS);
  return html`<section aria-labelledby="robots-title"><h2 id="robots-title">Robots by bandwidth</h2>
${
  shown.length === 0
    ? html`<p class="faint">No robot by name.</p>`
    : html`<table class="plain"><thead class="hidden"><tr><th scope="col">robot</th><th scope="col">identity</th><th scope="col">took</th></tr></thead><tbody>${shown.map((robot) => rows(robot, web, days))}</tbody></table>`
}
${robots.length > shown.length ? html`<p><a href="/d/smartlog-web">${count(robots.length - shown.length)} more</a></p>` : ""}</section>`;
}

/** A robot; below it those who only say that they are it, where some were found. */
function rows(robot: RobotTraffic, web: Web, days: DayRange): Html {
  const { name, identity, impostorBytes, impostorRequests, impostors, bytes: taken, requests } = robot;
  const [symbol, tone] = SYMBOLS[identity];
  const took = taken === null ? `${count(requests)} requests` : bytes(taken);
  const own = html`<tr><th scope="row"><a href="${linesPath(robotsQuery([robot]), days)}"><bdi>${name}</bdi></a></th><td class="${tone}">${icon(symbol)} ${identityText(robot) || "a tool"}</td><td class="number" title="${took}">${share(shareOf(robot, web))}</td></tr>`;
  if (identity !== "mixed") return own;
  const theirs = { ...robot, bytes: taken === null ? null : impostorBytes, requests: impostorRequests };
  return html`${own}<tr><th scope="row"><a href="${linesPath(`crawler:impostor ${robotsQuery([robot])}`, days)}">“<bdi>${name}</bdi>”</a></th><td class="attack">${icon("ban")} ${impostors === 1 ? "an impostor" : `${count(impostors)} impostors`}</td><td class="number">${share(shareOf(theirs, web))}</td></tr>`;
}
