/**
 * What applications ask of a web server, from their documentation: a file for each in `data/`, as YAML.
 *
 * ```yaml
 * name: gitea                              # the file's name
 * title: "Gitea, Forgejo, Gogs"
 * group: code forge
 * documentation: [ADDRESS, …]              # what fixes the requests
 * people: [browser, phone]                 # whose requests name no agent
 * agents:                                  # of the application's own; others: agents.yaml
 *   git: "tool git/2.{20..47}.{0..5}"      # KIND FORM
 * requests: |                              # METHOD STATUS,… BYTES REFERER RHYTHM AGENT TARGET
 *   GET 200,404 100-20k self page - /{user}/{repo}/raw/branch/{branch}/{dotfile}
 * ```
 *
 * STATUS: the first is the usual one. BYTES: of the answer, from-to. REFERER: `self` a page of the application, `root` its front
 * page, `site` another site, `sso` who signs in, `search`, `none`. AGENT: `-` for those of `people`. TARGET: a template of lib/fill.ts
 * with the gaps of gaps.ts.
 *
 * RHYTHM: `page`, `click` (a person), `asset` (with a page), `call` (script on a page), `form`, `once`, `burst` (many within
 * seconds), `sync`, `stream`, `ws` (a web socket), `poll:30s`, `long-poll:30s`, `cron:5min`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { PACKAGE_ROOT } from "../../../host/module.ts";

const FOLDER = join(PACKAGE_ROOT, "simulate", "web", "software");
const SUFFIX = ".yaml";

const RHYTHMS = [
  "page",
  "click",
  "asset",
  "call",
  "form",
  "once",
  "burst",
  "sync",
  "stream",
  "ws",
  "poll",
  "long-poll",
  "cron",
] as const;
const REFERERS = ["self", "root", "site", "sso", "search", "none"] as const;
const AGENT_KINDS = ["person", "app", "tool", "robot", "server"] as const;

export type Rhythm = (typeof RHYTHMS)[number];
/** An app is a program that a person uses; a server is another one of the application's kind. */
export type AgentKind = (typeof AGENT_KINDS)[number];

/** One request of an application. */
export interface Asked {
  method: string;
  /** The usual one first. */
  statuses: readonly number[];
  /** Of the answer, in bytes. */
  bytes: readonly [least: number, most: number];
  referer: (typeof REFERERS)[number];
  rhythm: Rhythm;
  /** Between two of them; 0 where the rhythm has none. */
  seconds: number;
  /** Name of a user agent; undefined for those of the application's people. */
  agent: string | undefined;
  target: string;
}

export interface AgentForms {
  kind: AgentKind;
  forms: readonly string[];
}

export interface Software {
  name: string;
  title: string;
  group: string;
  people: readonly string[];
  agents: Readonly<Record<string, AgentForms>>;
  requests: readonly Asked[];
}

/** An application on a site, and the path that it is under. */
export interface Installed {
  software: Software;
  /** Without a slash at its end. */
  mount: string;
}

function oneOf<T extends string>(known: readonly T[], word: string, line: string): T {
  const found = known.find((each) => each === word);
  if (found === undefined) throw new Error(`${word} is none of ${known.join(", ")}: ${line}`);
  return found;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, s: 1, min: 60 };

/** `30k`, `2.5s`, `5min`: a number in its unit. */
function measure(text: string, line: string): number {
  const [, number = "", unit = ""] = /^([\d.]+)(\D*)$/.exec(text) ?? [];
  const size = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (!(size >= 0)) throw new Error(`${text} is no number with a unit: ${line}`);
  return size;
}

function readAsked(line: string): Asked {
  const [method = "", status = "", bytes = "", referer = "", rhythm = "", agent = "", target = ""] =
    line.split(" ");
  const [least = "", most = least] = bytes.split("-");
  const [name = "", pace = "0"] = rhythm.split(":");
  if (!/^[/*]/.test(target)) throw new Error(`no target: ${line}`);
  return {
    method,
    statuses: status.split(",").map(Number),
    bytes: [measure(least, line), measure(most, line)],
    referer: oneOf(REFERERS, referer, line),
    rhythm: oneOf(RHYTHMS, name, line),
    seconds: measure(pace, line),
    agent: agent === "-" ? undefined : agent,
    target,
  };
}

interface Document {
  name: string;
  title: string;
  group: string;
  people: string[];
  agents?: Record<string, string>;
  requests: string;
}

function readAgent(text: string): AgentForms {
  const blank = text.indexOf(" ");
  return { kind: oneOf(AGENT_KINDS, text.slice(0, blank), text), forms: [text.slice(blank + 1)] };
}

function readSoftware(path: string): Software {
  const { name, title, group, people, agents = {}, requests } = parse(readFileSync(path, "utf8")) as Document;
  if (name !== basename(path, SUFFIX)) throw new Error(`${path}: the file has to be called ${name}${SUFFIX}`);
  return {
    name,
    title,
    group,
    people,
    agents: Object.fromEntries(Object.entries(agents).map(([own, text]) => [own, readAgent(text)])),
    requests: requests.trim().split("\n").map(readAsked),
  };
}

let known: readonly Software[] | undefined;
let shared: Readonly<Record<string, AgentForms>> | undefined;

/** All applications, by name; read when they are first asked for. */
export function allSoftware(): readonly Software[] {
  const folder = join(FOLDER, "data");
  known ??= readdirSync(folder)
    .sort()
    .map((file) => readSoftware(join(folder, file)));
  return known;
}

/** User agents that several applications share. */
export function sharedAgents(): Readonly<Record<string, AgentForms>> {
  shared ??= parse(readFileSync(join(FOLDER, `agents${SUFFIX}`), "utf8")) as Record<string, AgentForms>;
  return shared;
}
