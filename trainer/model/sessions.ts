/** Known sessions in a module: section `SESS`, drawn in filter/features/known-sessions.ts. */
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./error.ts";
import { type Sections, splitSections } from "./sections.ts";
import { fingerprintOf, markOf } from "./session-set.ts";

/** Classes of sessions that a module knows at most; fingerprints of steps and sets of all of them together; of ends. */
export const MAX_CLASSES = 64;
export const MAX_FINGERPRINTS = 2304;
export const MAX_ENDS = 512;
/** Sessions of a class before it is judged, and their steps on average; as in filter/features/session-class.ts. */
export const LEAST_SESSIONS = 200;
export const LEAST_STEPS = 3;

const WORD_BYTES = 4;
/** The numbers of classes and of fingerprints. */
const HEAD_WORDS = 2;

/** What a module knows of ordinary sessions. */
export class KnownSessions {
  readonly classes: ReadonlySet<number>;
  /** Of steps, and of sets that sessions pass through. */
  readonly fingerprints: ReadonlySet<number>;
  /** Of sets that sessions end with. */
  readonly endings: ReadonlySet<number>;

  /** @throws ModelError where there is more than the filter has room for */
  constructor(
    classes: Iterable<number> = [],
    fingerprints: Iterable<number> = [],
    endings: Iterable<number> = [],
  ) {
    this.classes = new Set(classes);
    this.fingerprints = new Set(fingerprints);
    this.endings = new Set(endings);
    const sizes = [this.classes.size, this.fingerprints.size, this.endings.size];
    const most = [MAX_CLASSES, MAX_FINGERPRINTS, MAX_ENDS];
    if (sizes.some((size, i) => size > (most[i] as number)))
      throw new ModelError(
        `${sizes.join(", ")} classes, steps and sets, and ends of sessions are known; ${most.join(", ")} are the most`,
      );
  }

  /** Bytes of its section. */
  get bytes(): number {
    return (HEAD_WORDS + this.classes.size + this.fingerprints.size + this.endings.size) * WORD_BYTES;
  }

  /** Whether enough is known of a class to judge its sessions by. */
  judges(sessionClass: number): boolean {
    return this.classes.has(sessionClass);
  }

  /** Whether ordinary sessions of the class have such a step. */
  hasStep(sessionClass: number, template: number): boolean {
    return this.fingerprints.has(fingerprintOf("step", sessionClass, markOf(template)));
  }

  /** Whether ordinary sessions of the class pass through a set. */
  passes(sessionClass: number, set: number): boolean {
    return this.fingerprints.has(fingerprintOf("set", sessionClass, set));
  }

  /** Whether ordinary sessions of the class end with a set. */
  ends(sessionClass: number, set: number): boolean {
    return this.endings.has(fingerprintOf("end", sessionClass, set));
  }
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
  const fingerprints = body.readUInt32LE(WORD_BYTES);
  const words = Array.from({ length: body.length / WORD_BYTES - HEAD_WORDS }, (_, i) =>
    body.readUInt32LE((HEAD_WORDS + i) * WORD_BYTES),
  );
  return new KnownSessions(
    words.slice(0, classes),
    words.slice(classes, classes + fingerprints),
    words.slice(classes + fingerprints),
  );
}

/** Puts what is known of sessions into a model's sections; where that is nothing there is no section. */
export function putSessions(sections: Sections, { classes, fingerprints, endings }: KnownSessions): void {
  if (classes.size === 0) {
    sections.delete("SESS");
    return;
  }
  const rising = (words: ReadonlySet<number>) => [...words].sort((a, b) => a - b);
  const words = [classes.size, fingerprints.size, ...[classes, fingerprints, endings].flatMap(rising)];
  const body = Buffer.alloc(words.length * WORD_BYTES);
  words.forEach((word, i) => {
    body.writeUInt32LE(word, i * WORD_BYTES);
  });
  sections.set("SESS", body);
}
