/** What a client did in the window: a source with one user agent or user. Of bounded size. */
import { fnv } from "../model/hash.ts";
import type { Act } from "./acts.ts";
import { placeOf } from "./address.ts";
import { Distinct } from "./distinct.ts";
import { Targets } from "./targets.ts";

/** Pages of a client that may still link to something. */
const PAGES = 4;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** Intervals are counted by half octaves, from a second up to nearly three hours. */
const INTERVALS = { perOctave: 2, most: 27 };

/** What dropped clients have. */
const NO_TARGETS = new Targets();
const NONE_DISTINCT = new Distinct();
const NO_INTERVALS = new Uint32Array(INTERVALS.most);

/** Whether a page links to an event. */
export interface Link {
  /** The event names a page that its client got before. */
  isLinked: boolean;
  /** Form of that page, where this is the first of the client's events that it links to. */
  linkedBy?: number;
}

/** A page that a client got, until it links to something. */
interface Page {
  target: number;
  form: number;
}

/** All clients of one source together. */
export interface Source {
  events: number;
  refused: number;
  hostile: number;
}

/** Counts of a client. */
export class Client {
  readonly source: Source;
  readonly isInside: boolean;
  /** Hash of the party that it belongs to. */
  readonly party: number;
  events = 0;
  good = 0;
  refused = 0;
  refusedLogins = 0;
  hostile = 0;
  /** Changes between targets that attackers look for. */
  probes = 0;
  #probed = 0;
  /** Passwords that were asked for and then given: let in, and refused. */
  admissions = 0;
  wrongPasswords = 0;
  #challenged = 0;
  robot = 0;
  browser = 0;
  writing = 0;
  assets = 0;
  /** Events that name a page which the client got before as the one that linked to them. */
  linked = 0;
  /** Events that name any. */
  referers = 0;
  /** Different hours and days with events. */
  hours = 0;
  days = 0;
  first = 0;
  last = 0;
  targets = new Targets();
  /** Targets that failed; absent while none did. */
  #failures?: Targets;
  #pages: Page[] = [];
  /** Different targets; the same with queries; assets; targets that were refused. */
  distinct = new Distinct();
  distinctWhole = new Distinct();
  distinctAssets = new Distinct();
  distinctRefused = new Distinct();
  #intervals = new Uint32Array(INTERVALS.most);
  /** Whether the table has dropped it, and with it all but its counts. */
  isDropped = false;

  constructor(name: string, source: Source) {
    this.source = source;
    const { isInside, party } = placeOf(name);
    this.isInside = isInside;
    this.party = fnv(party);
  }

  /** Frees what takes memory: sampled events keep dropped clients. */
  drop(): void {
    this.isDropped = true;
    this.targets = NO_TARGETS;
    this.#pages = [];
    this.#failures = NO_TARGETS;
    this.distinct = NONE_DISTINCT;
    this.distinctWhole = NONE_DISTINCT;
    this.distinctAssets = NONE_DISTINCT;
    this.distinctRefused = NONE_DISTINCT;
    this.#intervals = NO_INTERVALS;
  }

  add(act: Act): Link {
    this.#addTime(act.time);
    this.events++;
    if (act.isGood) this.good++;
    if (act.isRefusedLogin) this.refusedLogins++;
    if (act.isHostile) this.hostile++;
    if (act.isRobot) this.robot++;
    if (act.isBrowser) this.browser++;
    if (!act.isReading) this.writing++;
    this.#addPassword(act);
    if (act.referer) this.referers++;
    const isLinked = act.referer !== 0 && this.targets.of(act.referer) > 0;
    if (isLinked) this.linked++;
    if (act.isAsset && act.isGood) {
      this.assets++;
      this.distinctAssets.add(act.target);
    }
    const linkedBy = act.referer ? this.#linkOf(act.referer) : undefined;
    if (act.isGood && !act.isAsset) this.#addPage(act);
    // A page that was refused links to nothing.
    if (act.isGood) this.targets.count(act.target);
    this.distinct.add(act.target);
    this.distinctWhole.add(act.whole);
    if (act.isFailure) {
      this.#failures ??= new Targets();
      this.#failures.count(act.target);
    }
    if (act.isRefused && !act.isAsset) {
      this.refused++;
      this.distinctRefused.add(act.target);
    }
    if (act.isProbing && act.target !== this.#probed) {
      this.probes++;
      this.#probed = act.target;
    }
    return linkedBy === undefined ? { isLinked } : { isLinked, linkedBy };
  }

  /** How often a target failed since it is known. */
  failuresOf(target: number): number {
    return this.#failures?.of(target) ?? 0;
  }

  #addPage({ target, form }: Act): void {
    this.#pages.push({ target, form });
    if (this.#pages.length > PAGES) this.#pages.shift();
  }

  /** Form of the newest page of that path that has linked to nothing yet; undefined where there is none. */
  #linkOf(referer: number): number | undefined {
    const at = this.#pages.findLastIndex(({ target }) => target === referer);
    return at < 0 ? undefined : this.#pages.splice(at, 1)[0]?.form;
  }

  /** A user name in an access line proves nothing by itself: servers log what clients claim, asked or not. */
  #addPassword({ isChallenge, user, isGood, target }: Act): void {
    if (isChallenge && user) this.wrongPasswords++;
    if (isGood && user && target === this.#challenged) this.admissions++;
    this.#challenged = isChallenge && !user ? target : 0;
  }

  #addTime(time: number): void {
    if (this.events === 0) this.first = time;
    else if (time > this.last) {
      const octaves = Math.log2(Math.max(1, time - this.last));
      const bin = Math.min(INTERVALS.most - 1, Math.floor(octaves * INTERVALS.perOctave));
      this.#intervals[bin] = (this.#intervals[bin] as number) + 1;
    }
    const isFirst = this.events === 0;
    if (isFirst || Math.floor(time / HOUR_SECONDS) !== Math.floor(this.last / HOUR_SECONDS)) this.hours++;
    if (isFirst || Math.floor(time / DAY_SECONDS) !== Math.floor(this.last / DAY_SECONDS)) this.days++;
    this.last = Math.max(this.last, time);
  }

  /** Share of its intervals that are of one length, give or take a half octave; events of one second are one. */
  get regularity(): number {
    let all = 0;
    let most = 0;
    for (let bin = 0; bin < INTERVALS.most; bin++) {
      all += this.#intervals[bin] as number;
      most = Math.max(most, (this.#intervals[bin] as number) + (this.#intervals[bin + 1] ?? 0));
    }
    return all ? most / all : 0;
  }
}
