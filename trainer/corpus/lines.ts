/** The default corpus: labelled lines from the simulators and the packaged lists of user agents. */
import type { Kind } from "../../host/event.ts";
import { pageRequest, probeRequest } from "../../simulate/attacks/probe-request.ts";
import { attackRequest, ordinaryRequestTarget } from "../../simulate/attacks/request.ts";
import { simulate } from "../../simulate/index.ts";
import { Random } from "../../simulate/lib/random.ts";
import { botAgent, botOfFamily, browserAgent } from "../../simulate/web/agents/index.ts";
import { campaignTarget } from "../../simulate/web/campaign.ts";
import { CLOSED } from "../../simulate/web/closed.ts";
import { TLS_HELLO } from "../../simulate/web/scanner.ts";
import { tracked } from "../../simulate/web/site.ts";
import { type SoftwareTarget, softwareTarget } from "../../simulate/web/software/request.ts";
import { UNCLEAR_APP } from "../../simulate/web/software-programs.ts";
import { SURVEYOR } from "../../simulate/web/surveyor.ts";
import { bareLine } from "./bare-lines.ts";
import { entrance } from "./entrances.ts";
import { longQuery, longTarget } from "./long.ts";
import { withMadeUp } from "./made-up.ts";
import { ordinaryPath } from "./paths.ts";
import { referer } from "./referer.ts";
import { filterTarget, statefulTarget } from "./state.ts";

/** A line with its labels; an absent label is unknown. */
export interface LabelledLine {
  line: string;
  /** Time of the shipper, seconds since the epoch. */
  time: number;
  threat?: 0 | 1;
  bot?: 0 | 1;
  anomaly?: 0 | 1;
  /** Whether earlier lines of the same source are in the stream. */
  fromSession?: true;
}

/** Lines of each part of the corpus: simulated logs by kind, single requests, single user agents. */
export type CorpusSize = Record<Kind | "mixed" | "requests" | "agents", number>;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const EPOCH = 1_767_600_000;
const YEAR_SECONDS = 31_536_000;

function commonTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/** Share of requests whose target says all in formats that tell little else. */
const BARE_SHARE = 0.04;

/**
 * An access line of a request; all else is drawn from one distribution, whatever the request is.
 *
 * @param bareShare how often the line is of a format without referer and user agent that are read
 */
function accessLine(
  rng: Random,
  request: { method: string; target: string; agent: string; referer: string; status?: number },
  bareShare = 0,
) {
  const time = EPOCH + rng.int(0, YEAR_SECONDS);
  const address = `${rng.int(1, 223)}.${rng.int(0, 255)}.${rng.int(0, 255)}.${rng.int(1, 254)}`;
  const drawn = rng.weighted([
    [200, 70],
    [301, 4],
    [302, 6],
    [304, 5],
    [400, 2],
    [403, 3],
    [404, 8],
    [500, 2],
  ] as const);
  const status = request.status ?? drawn;
  const protocol = rng.weighted([
    ["HTTP/1.1", 70],
    ["HTTP/2.0", 28],
    ["HTTP/1.0", 2],
  ] as const);
  const bytes = Math.round(2 ** rng.normal(11, 2.5));
  // As nginx writes what is not printable ASCII, byte by byte.
  const quote = (text: string) =>
    text.replace(/["\\]|[^ -~]+/g, (run) =>
      [...Buffer.from(run)].map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
    );
  if (rng.chance(bareShare)) {
    const { method } = request;
    const [target, agent] = [quote(request.target), quote(request.agent)];
    const at = commonTime(time);
    return { line: bareLine(rng, { method, target, agent, status, protocol, address, at }), time };
  }
  const line =
    `${address} - - [${commonTime(time)}] "${request.method} ${quote(request.target)} ${protocol}" ` +
    `${status} ${bytes} "${quote(request.referer)}" "${quote(request.agent)}"`;
  return { line, time };
}

/** Shares of attacks that a path alone gives away, and of ordinary requests that products which are attacked get. */
const PROBE_SHARE = 0.16;
const PRODUCT_SHARE = 0.05;
/** Share of ordinary requests that are those of a known application. */
const SOFTWARE_SHARE = 0.2;
/** Share of an application's requests that have its own user agent, referer or status. */
const OWN_SHARE = 0.6;

/** A request of an application. Half of what it has besides the target is drawn as everywhere. */
function ofSoftware(rng: Random, asked: SoftwareTarget, agent: string) {
  return {
    method: asked.method,
    target: asked.target,
    agent: rng.chance(OWN_SHARE) ? asked.agent || "-" : agent,
    referer: rng.chance(OWN_SHARE) ? asked.referer || "-" : referer(rng),
    ...(rng.chance(OWN_SHARE) ? { status: asked.status } : {}),
  };
}

/** A user agent: a browser's, a robot's, or that of an application's own program. */
function anyAgent(rng: Random): string {
  if (rng.chance(0.06)) return softwareTarget(rng).agent || "-";
  return rng.chance(0.85) ? browserAgent(rng).userAgent : botAgent(rng).userAgent;
}

/** Single requests: an attack, or an ordinary one. The user agent tells nothing of which. */
function* requests(rng: Random, count: number): Generator<LabelledLine> {
  for (let i = 0; i < count; i++) {
    const agent = anyAgent(rng);
    if (rng.chance(0.45)) {
      if (rng.chance(PROBE_SHARE)) {
        const probe = probeRequest(rng);
        const request = { agent, ...probe, referer: probe.referer ?? referer(rng) };
        yield {
          ...accessLine(
            rng,
            request,
            probe.agent === undefined && probe.referer === undefined ? BARE_SHARE : 0,
          ),
          threat: 1,
        };
        continue;
      }
      const attack = attackRequest(rng);
      const request = {
        method: attack.method,
        target: rng.chance(PADDED_SHARE) ? padded(rng, attack.target) : attack.target,
        agent: attack.userAgent ?? agent,
        referer: attack.referer ?? referer(rng),
      };
      const inHeader = attack.userAgent ?? attack.referer;
      yield { ...accessLine(rng, request, inHeader === undefined ? BARE_SHARE : 0), threat: 1 };
    } else if (rng.chance(PRODUCT_SHARE)) {
      const page = pageRequest(rng);
      const request = { agent, ...page, referer: page.referer ?? referer(rng) };
      yield { ...accessLine(rng, request, BARE_SHARE), threat: 0 };
    } else if (rng.chance(SOFTWARE_SHARE)) {
      yield { ...accessLine(rng, ofSoftware(rng, softwareTarget(rng), agent), BARE_SHARE), threat: 0 };
    } else {
      const target = ordinaryTarget(rng);
      const request = { method: rng.chance(0.8) ? "GET" : "POST", target, agent, referer: referer(rng) };
      yield { ...accessLine(rng, request, BARE_SHARE), threat: 0 };
    }
  }
}

/** Share of attacks with a long ordinary query beside them. */
const PADDED_SHARE = 0.06;

/** A target with ordinary parameters in front of its own, or behind them. */
function padded(rng: Random, target: string): string {
  const query = longQuery(rng);
  const mark = target.indexOf("?");
  if (mark < 0) return `${target}?${query}`;
  return rng.chance(0.5)
    ? `${target}&${query}`
    : `${target.slice(0, mark + 1)}${query}&${target.slice(mark + 1)}`;
}

/** Share of ordinary requests with a long query. */
const LONG_SHARE = 0.25;
/** Share of ordinary requests without a query. */
const PATH_SHARE = 0.4;
/** Share of ordinary requests whose query carries a page's state. */
const STATEFUL_SHARE = 0.03;
/** Share of ordinary requests with a database's filter in the query. */
const FILTER_SHARE = 0.012;
/** Share of ordinary requests for where people log in, and for what is behind it. */
const ENTRANCE_SHARE = 0.01;
/** Share of ordinary requests whose words are made up. */
const MADE_UP_SHARE = 0.06;
/** Share of ordinary requests whose query names a campaign or feed. */
const TRACKED_SHARE = 0.04;
/** Share of ordinary requests with a network's own parameters of a campaign. */
const CAMPAIGN_SHARE = 0.03;

/** A path without query. */
const bare = (path: string): string => path.replace(/[?#].*/, "");

function ordinaryTarget(rng: Random): string {
  if (rng.chance(LONG_SHARE)) return longTarget(rng);
  if (rng.chance(STATEFUL_SHARE)) return statefulTarget(rng);
  if (rng.chance(FILTER_SHARE)) return filterTarget(rng);
  if (rng.chance(ENTRANCE_SHARE)) return entrance(rng);
  if (rng.chance(MADE_UP_SHARE)) return withMadeUp(rng, bare(ordinaryPath(rng)));
  if (rng.chance(CAMPAIGN_SHARE)) return campaignTarget(rng, bare(ordinaryPath(rng)));
  if (rng.chance(TRACKED_SHARE)) return tracked(rng, ordinaryPath(rng));
  return rng.chance(PATH_SHARE) ? ordinaryPath(rng) : ordinaryRequestTarget(rng);
}

/** Targets that robots request more than people; here both do alike, so that only the agent tells. */
const ROBOTS_TARGETS = [
  "/robots.txt",
  "/sitemap.xml",
  "/feed",
  "/favicon.ico",
  "/",
  "/index.php",
  "/wp-login.php",
  "/rss.xml",
];

/** Share of robots that survey the Internet. */
const SURVEYOR_SHARE = 0.03;

/** Single ordinary requests whose user agent alone tells a robot from a browser. */
function* agents(rng: Random, count: number): Generator<LabelledLine> {
  for (let i = 0; i < count; i++) {
    const isBot = rng.chance(0.5);
    const isSurveyor = isBot && rng.chance(SURVEYOR_SHARE);
    const agent = isSurveyor ? botOfFamily(rng, SURVEYOR) : isBot ? botAgent(rng) : browserAgent(rng);
    const target = rng.chance(0.2)
      ? rng.pick(ROBOTS_TARGETS)
      : rng.chance(SOFTWARE_SHARE)
        ? softwareTarget(rng).target
        : ordinaryTarget(rng);
    const request = {
      method: "GET",
      target,
      agent: agent.userAgent,
      referer: referer(rng),
    };
    // A surveyor's name is no attack.
    yield { ...accessLine(rng, request), bot: isBot ? 1 : 0, ...(isSurveyor ? { threat: 0 as const } : {}) };
  }
}

/** Types of clients that may be a robot or a person. */
const UNCLEAR_CLIENTS: ReadonlySet<string> = new Set([UNCLEAR_APP, CLOSED]);

function* sessions(kind: Kind | "mixed", count: number, seed: number): Generator<LabelledLine> {
  for (const simulated of simulate({ kind, lines: count, seed })) {
    const { line, time, threat, bot, anomaly, type } = simulated;
    const labelled: LabelledLine = { line, time, anomaly, fromSession: true };
    // Either a scan or a mistake.
    if (type !== TLS_HELLO) labelled.threat = threat;
    // Attacks by hand and by a tool with a browser's name look alike: neither gets a label for the bot head.
    if ((bot || !threat) && !UNCLEAR_CLIENTS.has(type)) labelled.bot = bot;
    yield labelled;
  }
}

/**
 * The parts of the corpus, each a stream in its own order.
 *
 * @param seed the same seed gives the same lines
 */
export function corpusStreams(
  size: CorpusSize,
  seed: number,
): [name: string, lines: Iterable<LabelledLine>][] {
  const rng = new Random(seed);
  const { requests: requestCount, agents: agentCount, ...kinds } = size;
  const logs = (Object.keys(kinds) as (Kind | "mixed")[]).map((kind): [string, Iterable<LabelledLine>] => [
    kind,
    sessions(kind, kinds[kind], rng.uint32()),
  ]);
  return [
    ...logs,
    ["requests", requests(rng.fork("requests"), requestCount)],
    ["agents", agents(rng.fork("agents"), agentCount)],
  ];
}
