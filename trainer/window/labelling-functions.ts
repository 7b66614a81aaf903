/**
 * Rules that are right nearly always, as labels for what nobody has labelled. Each says so little that it is sure of it;
 * most events match none, and teach the heads for attacks and robots nothing.
 */
import type { Features, Schema } from "../../host/filter.ts";
import type { Labels } from "./labels.ts";

/** What rules read of an event besides its features. */
export interface RuleEvent {
  path: string;
  ua: string;
  referer: string;
  status: number;
  outcome: string;
  user: string;
  service: string;
}

export interface Ruling {
  /** Name of the rule. */
  rule: string;
  labels: Labels;
}

/** Constructions that no ordinary request has: not words, but words in the place where only an attack has them. */
const EXPLOITS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    "jndi lookup",
    /\$\{(?:jndi|(?:lower|upper|env|sys|::-)[^}]*\}[^}]*\$?\{?)[^}]*:(?:ldaps?|rmi|dns|iiop|corba|nis|nds|http):?\//i,
  ],
  ["sql union", /\bunion(?:\s|\+|\/\*.{0,40}?\*\/|\()+(?:all(?:\s|\+)+)?\(?select\b/i],
  [
    "sql boolean",
    /['"]\)*(?:\s|\+|\/\*\*\/)*(?:or|and|\|\||&&)(?:\s|\+|\/\*\*\/)*\(*['"]?(\w{1,20})['"]?(?:\s|\+)*=(?:\s|\+)*['"]?\1\b/i,
  ],
  ["sql delay", /\b(?:pg_sleep|sleep|benchmark)\s*\(\s*[\d']|waitfor\s+delay\s+'/i],
  ["sql stacked", /['")]\s*;\s*(?:drop|delete|insert|update|exec|declare|create|alter)\b/i],
  [
    "script tag",
    /<\s*(?:script|svg|img|iframe|body|details)\b[^>]{0,80}?(?:>|\bon[a-z]{3,20}\s*=)[\s\S]{0,60}?(?:alert|prompt|confirm|eval|document\.|fetch|atob)\b/i,
  ],
  [
    "event handler",
    /\bon(?:error|load|mouseover|focus|toggle)\s*=\s*["']?\s*(?:alert|prompt|confirm|eval)\s*[(`]/i,
  ],
  [
    "file traversal",
    /(?:\.\.[\\/]){2,}[\s\S]{0,80}?(?:etc[\\/](?:passwd|shadow|hosts)|win(?:dows|nt)[\\/]|boot\.ini|proc[\\/]self)/i,
  ],
  ["php wrapper", /\b(?:php:\/\/(?:filter|input)|expect:\/\/|phar:\/\/|data:\/\/text\/plain)/i],
  [
    "shell command",
    /(?:[;|`&]|\$\()\s*(?:cat\s+\/etc\/|id\b\s*(?:[;|`)]|$)|whoami\b|uname\s+-a|(?:wget|curl)\s+(?:-\w+\s+)*https?:|\/bin\/(?:ba)?sh|nc\s+-e)/i,
  ],
  ["phpunit", /\/phpunit\/[\s\S]{0,60}?eval-stdin\.php/i],
  ["thinkphp", /invokefunction&function=call_user_func/i],
];

/** Files that nobody links to. */
const PROBES =
  /^\/(?:[\w-]+\/){0,3}(?:\.env(?:\.\w+)?|\.git\/(?:config|HEAD)|\.aws\/credentials|\.ssh\/id_rsa|wp-config\.php(?:\.\w+|~)|id_rsa|\.DS_Store|\.svn\/(?:entries|wc\.db))$/i;

/** Crawlers that name themselves: a name that ends as theirs do, and an address to complain to. */
const NAMED_ROBOT =
  /\b[\w-]{0,40}(?:bot|crawler|spider|crawl|archiver|fetcher|indexer)\b[\s\S]{0,120}?(?:\+?https?:\/\/|@[\w.-]+\.\w)/i;
const TOOL =
  /^(?:curl|wget|python-requests|python-urllib|go-http-client|libwww-perl|okhttp-scan|scrapy|java|apache-httpclient)\/[\d.]+/i;
const SCANNER =
  /\b(?:sqlmap|nikto|nuclei|gobuster|dirbuster|ffuf|wfuzz|feroxbuster|wpscan|masscan|zgrab|nmap scripting engine|acunetix)\b/i;
const ASSET =
  /^[^?]*\.(?:css|js|mjs|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|map)(?:\?(?:v|ver|version|t|_)=[\w.-]{1,40})?$/i;
/** Words of a machine that has failed beyond doubt. */
const FAULT =
  /\bkernel panic\b|\bout of memory: kill(?:ed)? process\b|\bsegfault at [0-9a-f]+ ip\b|\buncorrectable (?:ecc|sector|error)|\bi\/o error, dev\b|\bmachine check (?:exception|events logged)/i;
const AUTOMATIC = /^(?:CRON|crond?|anacron|systemd-logind)$/i;

/** Failures of a source from which on it is guessing passwords, and accounts that it tried. */
const GUESSES = 8;
const GUESSED_ACCOUNTS = 4;
/** Ports that a denied source asked for before it is a scan. */
const SCANNED_PORTS = 15;

/** Numbers of the dense features that rules read; a feature that the module doesn't have is -1 everywhere. */
export class RuleBook {
  readonly #at: Map<string, number>;
  readonly #kinds: readonly string[];

  constructor(schema: Schema) {
    this.#at = new Map(schema.dense.map((name, i) => [name, i]));
    this.#kinds = schema.kinds;
  }

  #value(features: Features, name: string): number {
    const at = this.#at.get(name);
    return at === undefined ? -1 : (features.dense[at] as number);
  }

  /** Whether the event's source has behaved as people at a browser do: it fetches what pages bring along, with referers. */
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

  /** What the first rule that fits says, or undefined. `message` is the text of the record. */
  rule(event: RuleEvent, features: Features, message: string): Ruling | undefined {
    const kind = this.#kinds[features.kind];
    const exploit = this.exploit(kind === "web" ? event : { ...event, path: message });
    if (exploit) return { rule: exploit, labels: { threat: 1 } };
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

  /** Name of the exploit that the request carries, or undefined. */
  exploit(event: Pick<RuleEvent, "path" | "referer" | "ua">): string | undefined {
    for (const text of [event.path, event.referer, event.ua]) {
      if (text.length < 6) continue;
      const plain = decoded(text);
      for (const [name, pattern] of EXPLOITS) if (pattern.test(plain)) return `exploit: ${name}`;
    }
    return undefined;
  }

  #web(event: RuleEvent, features: Features): Ruling | undefined {
    const path = event.path.split("?")[0] as string;
    if (SCANNER.test(event.ua)) return { rule: "scanner that says so", labels: { threat: 1, bot: 1 } };
    if (PROBES.test(path) && event.status >= 400) return { rule: "probe for secrets", labels: { threat: 1 } };
    if (NAMED_ROBOT.test(event.ua)) {
      const isPlain = event.status < 400 && !event.path.includes("?");
      return { rule: "robot that says so", labels: isPlain ? { bot: 1, threat: 0 } : { bot: 1 } };
    }
    if (TOOL.test(event.ua)) return { rule: "tool that says so", labels: { bot: 1 } };
    if (event.status < 400 && event.referer !== "" && ASSET.test(event.path) && this.isHumanLike(features))
      return { rule: "asset of a page that a person reads", labels: { threat: 0, bot: 0 } };
    return undefined;
  }

  #auth(event: RuleEvent, features: Features): Ruling | undefined {
    const of = (name: string) => this.#value(features, name);
    if (
      event.outcome === "failure" &&
      of("source_errors") >= GUESSES &&
      of("source_targets") >= GUESSED_ACCOUNTS
    )
      return { rule: "guessing of passwords", labels: { threat: 1 } };
    if (AUTOMATIC.test(event.service)) return { rule: "sessions of the system", labels: { threat: 0 } };
    if (event.outcome === "success" && of("source_errors") <= 0)
      return { rule: "login without a failure", labels: { threat: 0 } };
    return undefined;
  }

  #dns(features: Features): Ruling | undefined {
    const of = (name: string) => this.#value(features, name);
    if (
      of("failed") === 0 &&
      of("label_length") > 0 &&
      of("label_length") <= 16 &&
      of("source_error_share") < 0.2
    )
      return { rule: "short name that exists", labels: { threat: 0 } };
    return undefined;
  }

  #firewall(features: Features): Ruling | undefined {
    const of = (name: string) => this.#value(features, name);
    if (of("failed") === 1 && of("source_targets") >= SCANNED_PORTS && of("source_error_share") > 0.9)
      return { rule: "scan of ports", labels: { threat: 1 } };
    return undefined;
  }

  #message(features: Features, message: string): Ruling | undefined {
    if (FAULT.test(message)) return { rule: "fault of the machine", labels: { anomaly: 1, threat: 0 } };
    // Levels by syslog's count: the lower numbers of `level` are the quieter ones.
    if (this.#value(features, "words_fault") === 0)
      return { rule: "message of no fault", labels: { threat: 0 } };
    return undefined;
  }
}

/** Percent-decoded twice, pluses as blanks; what isn't valid stays as it is. */
function decoded(text: string): string {
  let out = text;
  for (let round = 0; round < 2 && out.includes("%"); round++)
    out = out.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return out.replaceAll("+", " ");
}
