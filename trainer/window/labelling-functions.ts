/**
 * Labelling functions (weak supervision; Ratner et al. 2017, Snorkel): rules that are nearly always right, as labels for
 * events without an annotation. Each is narrow, so most events match none and teach the threat and bot heads nothing.
 */
import type { SmartlogEvent } from "../../host/event.ts";
import type { Features, Schema } from "../../host/filter.ts";
import type { StoredEvent } from "../../store/window.ts";
import { denseValues } from "./dense.ts";
import { exploitIn } from "./exploits.ts";
import type { Labels } from "./labels.ts";

/** Fields of an event that labelling functions read beside its features; empty, or 0, where the event has none. */
export type LabelledFields = Pick<StoredEvent, "path" | "ua" | "referer" | "status" | "outcome" | "service">;

/** The fields of an event that the filter made. */
export function labelledFields(event: SmartlogEvent): LabelledFields {
  return {
    path: event.path ?? "",
    ua: event.ua ?? "",
    referer: event.ref ?? "",
    status: event.status ?? 0,
    outcome: event.outcome ?? "",
    service: event.service ?? "",
  };
}

/** Labels by a labelling function. */
export interface WeakLabel {
  /** Name of the function. */
  name: string;
  labels: Labels;
}

/** Name of the function about robots that name themselves. */
export const NAMED_ROBOT = "robot that says so";

/** Paths of files that no page links to. */
const PROBES =
  /^\/(?:[\w-]+\/){0,3}(?:\.env(?:\.\w+)?|\.git\/(?:config|HEAD)|\.aws\/credentials|\.ssh\/id_rsa|wp-config\.php(?:\.\w+|~)|id_rsa|\.DS_Store|\.svn\/(?:entries|wc\.db))$/i;

/** Crawlers that name themselves: a name with the usual ending, and a contact address. */
const ROBOT_NAME =
  /\b[\w-]{0,40}(?:bot|crawler|spider|crawl|archiver|fetcher|indexer)\b[\s\S]{0,120}?(?:\+?https?:\/\/|@[\w.-]+\.\w)/i;
const TOOL =
  /^(?:curl|wget|python-requests|python-urllib|go-http-client|libwww-perl|okhttp-scan|scrapy|java|apache-httpclient)\/[\d.]+/i;
const SCANNER =
  /\b(?:sqlmap|nikto|nuclei|gobuster|dirbuster|ffuf|wfuzz|feroxbuster|wpscan|masscan|zgrab|nmap scripting engine|acunetix)\b/i;
const ASSET =
  /^[^?]*\.(?:css|js|mjs|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|map)(?:\?(?:v|ver|version|t|_)=[\w.-]{1,40})?$/i;
/** Messages of a failed machine. */
const FAULT =
  /\bkernel panic\b|\bout of memory: kill(?:ed)? process\b|\bsegfault at [0-9a-f]+ ip\b|\buncorrectable (?:ecc|sector|error)|\bi\/o error, dev\b|\bmachine check (?:exception|events logged)/i;
/** An IPv4 address outside: who writes from there decides what a message says. */
const PUBLIC_ADDRESS =
  /\b(?!0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|22[4-9]\.|2[345]\d\.)(?:\d{1,3}\.){3}\d{1,3}\b/;
const AUTOMATIC = /^(?:CRON|crond?|anacron|systemd-logind)$/i;

/** Failed logins of a source, and accounts it tried, from which on it guesses passwords. */
const GUESSES = 8;
const GUESSED_ACCOUNTS = 4;
/** Ports from which on a source whose packets are dropped scans. */
const SCANNED_PORTS = 15;

/** The labelling functions, for the features of one schema; a feature that the module doesn't have is -1. */
export class LabellingFunctions {
  readonly #value: ReturnType<typeof denseValues>;
  readonly #kinds: readonly string[];

  constructor(schema: Schema) {
    this.#value = denseValues(schema);
    this.#kinds = schema.kinds;
  }

  /** Whether the source behaves like a person at a browser: it loads the pages' assets, with referers. */
  isHumanLike(features: Features): boolean {
    const of = (name: string) => this.#value(features, name);
    return (
      of("source_events") >= 4 &&
      of("source_page_share") < 0.75 &&
      of("source_referer_share") > 0.45 &&
      of("source_error_share") < 0.15 &&
      of("source_robots") === 0 &&
      of("source_clients") <= 4 &&
      of("ua_browser") >= 3 &&
      ["ua_search_engine", "ua_crawler", "ua_library", "ua_headless", "ua_scanner", "ua_monitor"].every(
        (family) => of(family) <= 0,
      )
    );
  }

  /**
   * Labels by the first function that matches; undefined where none does.
   *
   * @param message the raw line; read for events of kinds other than web
   */
  label(event: LabelledFields, features: Features, message: string): WeakLabel | undefined {
    const kind = this.#kinds[features.kind];
    const texts = [kind === "web" ? event.path : message, event.referer, event.ua];
    for (const text of texts) {
      const exploit = exploitIn(text);
      if (exploit) return { name: `exploit: ${exploit}`, labels: { threat: 1 } };
    }
    switch (kind) {
      case "web":
        return this.#web(event, features);
      case "auth":
        return this.#auth(event, features);
      case "dns":
        return this.#dns(features);
      case "firewall":
        return this.#firewall(features);
      default:
        return this.#message(features, message);
    }
  }

  #web(event: LabelledFields, features: Features): WeakLabel | undefined {
    const path = event.path.split("?")[0] as string;
    if (SCANNER.test(event.ua)) return { name: "scanner that says so", labels: { threat: 1, bot: 1 } };
    if (PROBES.test(path) && event.status >= 400) return { name: "probe for secrets", labels: { threat: 1 } };
    if (ROBOT_NAME.test(event.ua)) return { name: NAMED_ROBOT, labels: { bot: 1 } };
    if (TOOL.test(event.ua)) return { name: "tool that says so", labels: { bot: 1 } };
    if (event.status < 400 && event.referer !== "" && ASSET.test(event.path) && this.isHumanLike(features))
      return { name: "asset of a page that a person reads", labels: { threat: 0, bot: 0 } };
    return undefined;
  }

  #auth(event: LabelledFields, features: Features): WeakLabel | undefined {
    const of = (name: string) => this.#value(features, name);
    if (
      event.outcome === "failure" &&
      of("source_errors") >= GUESSES &&
      of("source_targets") >= GUESSED_ACCOUNTS
    )
      return { name: "guessing of passwords", labels: { threat: 1 } };
    if (AUTOMATIC.test(event.service)) return { name: "sessions of the system", labels: { threat: 0 } };
    return undefined;
  }

  #dns(features: Features): WeakLabel | undefined {
    const of = (name: string) => this.#value(features, name);
    if (
      of("failed") === 0 &&
      of("label_length") > 0 &&
      of("label_length") <= 16 &&
      of("source_error_share") < 0.2
    )
      return { name: "short name that exists", labels: { threat: 0 } };
    return undefined;
  }

  #firewall(features: Features): WeakLabel | undefined {
    const of = (name: string) => this.#value(features, name);
    if (of("failed") === 1 && of("source_targets") >= SCANNED_PORTS && of("source_error_share") > 0.9)
      return { name: "scan of ports", labels: { threat: 1 } };
    return undefined;
  }

  #message(features: Features, message: string): WeakLabel | undefined {
    if (FAULT.test(message)) return { name: "fault of the machine", labels: { anomaly: 1, threat: 0 } };
    if (this.#value(features, "words_fault") === 0 && !PUBLIC_ADDRESS.test(message))
      return { name: "message of no fault", labels: { threat: 0 } };
    return undefined;
  }
}
