/** Known sessions in a module: section `SESS`, drawn in filter/sessions/known.ts. */
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./error.ts";
import { type Sections, splitSections } from "./sections.ts";
import { fingerprintOf, markOf, type Of } from "./session-set.ts";

/** Classes of sessions that a module knows at most, and fingerprints of all of them together. */
export const MAX_CLASSES = 64;
export const MAX_FINGERPRINTS = 2560;

/** What a module knows of ordinary sessions. */
export class KnownSessions {
  readonly classes: ReadonlySet<number>;
  readonly fingerprints: ReadonlySet<number>;

  /** @throws ModelError where there is more than the filter has room for */
  constructor(classes: Iterable<number> = [], fingerprints: Iterable<number> = []) {
    this.classes = new Set(classes);
    this.fingerprints = new Set(fingerprints);
    if (this.classes.size > MAX_CLASSES || this.fingerprints.size > MAX_FINGERPRINTS)
      throw new ModelError(
        `${this.classes.size} classes of sessions with ${this.fingerprints.size} fingerprints are known, ` +
          `${MAX_CLASSES} with ${MAX_FINGERPRINTS} are the most`,
      );
  }

  /** Whether enough is known of a class to judge its sessions by. */
  judges(sessionClass: number): boolean {
    return this.classes.has(sessionClass);
  }

  /** Whether ordinary sessions of the class have such a step. */
  hasStep(sessionClass: number, template: number): boolean {
    return this.#has("step", sessionClass, markOf(template));
  }

  /** Whether ordinary sessions of the class pass through a set. */
  passes(sessionClass: number, set: number): boolean {
    return this.#has("set", sessionClass, set);
  }

  /** Whether ordinary sessions of the class end with a set. */
  ends(sessionClass: number, set: number): boolean {
    return this.#has("end", sessionClass, set);
  }

  #has(of: Of, sessionClass: number, word: number): boolean {
    return this.fingerprints.has(fingerprintOf(of, sessionClass, word));
  }
}

/** What a session that ended otherwise than the known ones has too few or too many of: fingerprints of templates. */
export interface Difference {
  missing: number[];
  unexpected: number[];
}

/**
 * How a set differs from one that ordinary sessions end with: at most two steps more or fewer.
 *
 * @param steps templates of the session
 * @param others templates that sessions of the class have besides
 * @returns undefined where no known end is as near
 */
export function nearestEnd(
  isEnd: (set: number) => boolean,
  set: number,
  steps: readonly number[],
  others: readonly number[],
): Difference | undefined {
  const changes = [
    ...others.map((template) => ({ template, isMissing: true, mark: markOf(template) })),
    ...steps.map((template) => ({ template, isMissing: false, mark: markOf(template) })),
  ];
  const difference = (of: typeof changes): Difference => ({
    missing: of.filter(({ isMissing }) => isMissing).map(({ template }) => template),
    unexpected: of.filter(({ isMissing }) => !isMissing).map(({ template }) => template),
  });
  const single = changes.find(({ mark }) => isEnd((set ^ mark) >>> 0));
  if (single) return difference([single]);
  for (const [i, first] of changes.entries())
    for (const second of changes.slice(i + 1))
      if (isEnd((set ^ first.mark ^ second.mark) >>> 0)) return difference([first, second]);
  return undefined;
}

/**
 * What a module knows of sessions; nothing where its model has no such section.
 *
 * @throws ModelError where the module has no sound model
 */
export function sessionsOf(module: Uint8Array): KnownSessions {
  return sessionsIn(splitSections(Filter.load(module).modelBytes()));
}

/** What a model's sections know of sessions. */
export function sessionsIn(sections: Sections): KnownSessions {
  const body = sections.get("SESS");
  if (!body) return new KnownSessions();
  const classes = body.readUInt32LE(0);
  const words = Array.from({ length: body.length / 4 - 1 }, (_, i) => body.readUInt32LE(4 + i * 4));
  return new KnownSessions(words.slice(0, classes), words.slice(classes));
}

/** Puts what is known of sessions into a model's sections; where that is nothing there is no section. */
export function putSessions(sections: Sections, { classes, fingerprints }: KnownSessions): void {
  if (classes.size === 0) {
    sections.delete("SESS");
    return;
  }
  const rising = (words: ReadonlySet<number>) => [...words].sort((a, b) => a - b);
  const words = [classes.size, ...rising(classes), ...rising(fingerprints)];
  const body = Buffer.alloc(words.length * 4);
  words.forEach((word, i) => {
    body.writeUInt32LE(word, i * 4);
  });
  sections.set("SESS", body);
}
