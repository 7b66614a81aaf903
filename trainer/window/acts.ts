/** An event as an act of its client: what of it tells people, own software and attackers apart. */
import type { Features, Schema } from "../../host/filter.ts";
import type { StoredEvent } from "../../store/window.ts";
import { fnv } from "../model/hash.ts";
import { denseValues } from "./dense.ts";
import { formOf } from "./form.ts";
import type { WeakLabel } from "./labelling-functions.ts";

/** Paths of files that no page links to; whoever asks for one is no visitor, whatever the answer. */
const SECRETS =
  /(?:^|\/)(?:\.env|\.git|\.aws|\.ssh|\.svn|\.hg|\.DS_Store|\.htpasswd|id_rsa|wp-config\.php|wlwmanifest\.xml|xmlrpc\.php|phpinfo\.php|eval-stdin\.php|HNAP1|boaform|cgi-bin)(?:[./?~]|$)/i;
/** Products that attackers look for; the features have most, but not all of their spellings. */
const PRODUCTS =
  /(?:^|\/)(?:php-?my-?admin|pma|myadmin|adminer|phpunit|actuator|jolokia|solr|hudson|jenkins|owa|ecp|autodiscover|console|telescope|geoserver|wp-admin|wp-login\.php)(?:[/.]|$)/i;
const LOGIN =
  /(?:^|[/._-])(?:log-?_?in|log-?_?on|sign-?_?in|sign-?_?on|sign-?_?up|register|authenticate|password|wp-login|sessions?|xmlrpc)(?:[/._?-]|$)/i;
const ASSET = /\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|eot|wasm|mp4|webm)$/i;
const FAMILIES = ["sqli", "xss", "files", "command", "code", "template", "ssrf", "jndi", "webshell"].map(
  (family) => `words_${family}`,
);
const ROBOTS = ["search_engine", "crawler", "library", "scanner", "monitor"].map((family) => `ua_${family}`);
/** Statuses that refuse a right: guessing is answered by them. */
const RIGHTS = new Set([401, 403, 407, 429]);
/** Values of the feature `method`. */
const METHOD = { get: 1, head: 2, post: 3, options: 5 };
/** Programs that people use, built on a browser: they look like one without a window. */
const DESKTOP = / Electron\/\d/;
/** Words of a browser's user agent that are enough to look like one. */
const BROWSER_WORDS = 3;

/** An event as a client's. */
export interface Act {
  /** Number of the log type. */
  kind: number;
  source: string;
  /** What the client calls itself: user agent, or user. */
  agent: string;
  /** User that the event names; empty where it names none. */
  user: string;
  /** Event time, seconds since the epoch. */
  time: number;
  /** Hash of what was asked for, and of the same with its query; the event's form. */
  target: number;
  form: number;
  whole: number;
  /** Hash of the page that linked here; 0 where the event names none. */
  referer: number;
  /** Went through; was refused, by the client's own fault. */
  isGood: boolean;
  isRefused: boolean;
  /** Failed, and that not for want of a right. */
  isFailure: boolean;
  /** Was asked for a password. */
  isChallenge: boolean;
  /** What pages bring along. */
  isAsset: boolean;
  /** A login was tried and refused. */
  isRefusedLogin: boolean;
  /** Something that only attackers do; something refused that they often do. */
  isHostile: boolean;
  isProbing: boolean;
  /** Says or shows that it is a robot; looks like a browser. */
  isRobot: boolean;
  isBrowser: boolean;
  /** Only reads (GET, HEAD, OPTIONS), or does not tell. */
  isReading: boolean;
}

/** An act, and what its text says: whether its event may be called ordinary because of what its client does. */
export interface Acted {
  act: Act;
  /** At most one word of an attack's, and no login. */
  isPlain: boolean;
  /** No such word, and no name of what attackers look for. */
  isBare: boolean;
  /** Nothing that only attackers send, and no login: a consensus may be about it. */
  isPossible: boolean;
}

export class Acts {
  readonly #value: ReturnType<typeof denseValues>;
  readonly #kinds: readonly string[];

  constructor(schema: Schema) {
    this.#value = denseValues(schema);
    this.#kinds = schema.kinds;
  }

  /** @param weak label by a labelling function */
  of(event: StoredEvent, features: Features, weak: WeakLabel | undefined): Acted {
    const value = (name: string) => this.#value(features, name);
    const kind = this.#kinds[features.kind];
    const isWeb = kind === "web";
    const query = event.path.indexOf("?");
    const path = query < 0 ? event.path : event.path.slice(0, query);
    const method = value("method");
    const isAsset = isWeb && ASSET.test(path);
    const words = FAMILIES.reduce((sum, family) => sum + Math.max(0, value(family)), 0);
    const isProbing = value("words_probe") > 0 || (isWeb && PRODUCTS.test(path));
    const isFailure = event.status >= 400 || event.outcome === "failure" || value("failed") === 1;
    const isRefused = isFailure && event.status < 500;
    const isLogin = isWeb && method === METHOD.post && LOGIN.test(path);
    const isSecret = isWeb && SECRETS.test(path);
    const target = this.#target(event, features, path);
    const act: Act = {
      kind: features.kind,
      source: event.source,
      agent: isWeb ? event.ua : event.user,
      user: event.user,
      time: event.time,
      target,
      form: formOf(isWeb, features.template, event.method, event.path),
      whole: isWeb && query >= 0 ? fnv(event.path) : target,
      referer: isWeb ? refererOf(event.referer) : 0,
      // An attempt by itself tells nothing: who was let in is told by its outcome.
      isGood: kind === "auth" ? event.outcome === "success" : !isFailure,
      isRefused,
      isFailure: isFailure && !RIGHTS.has(event.status),
      isChallenge: event.status === 401,
      isAsset,
      isRefusedLogin: isLogin && (isRefused || event.status === 200),
      isHostile: weak?.labels.threat === 1 || isSecret,
      isProbing: isWeb && isRefused && !isAsset && !LOGIN.test(path) && (isProbing || words >= 2),
      isRobot:
        path === "/robots.txt" ||
        ROBOTS.some((family) => value(family) > 0) ||
        (value("ua_headless") > 0 && !DESKTOP.test(event.ua)),
      isBrowser: value("ua_browser") >= BROWSER_WORDS,
      isReading: method <= METHOD.head || method === METHOD.options,
    };
    const isPossible = !isSecret && !isLogin && weak?.labels.threat !== 1;
    const isBare = isPossible && words === 0 && (isAsset || !isProbing);
    return { act, isPlain: isPossible && words <= 1, isBare, isPossible };
  }

  /** Hash of what was asked for: a path, a name, a port of a host; else of the message's template. */
  #target(event: StoredEvent, { kind, template }: Features, path: string): number {
    if (this.#kinds[kind] === "web") return fnv(path);
    if (event.qname) return fnv(event.qname.toLowerCase());
    return event.dst ? fnv(`${event.dst} ${event.dport}`) : template;
  }
}

/** Hash of the path that a referer names; 0 where it names none. */
function refererOf(referer: string): number {
  const match = /^https?:\/\/[^/?#]+([^?#]*)/i.exec(referer);
  return match ? fnv(match[1] || "/") : 0;
}
