/** Faults in a module: the phrases of faults/, as section `FALT` (drawn in filter/model/faults.ts). */
import { FaultError } from "../../faults/lib/error.ts";
import { FAULT_SEVERITIES, type FaultClass, type FaultSeverity, NAMELESS } from "../../faults/lib/faults.ts";
import { FREQUENT_WORDS } from "../../faults/lib/frequent.ts";
import { knownFaults } from "../../faults/lib/load.ts";
import type { Phrase } from "../../faults/lib/phrase.ts";
import { SEVERITIES } from "../../host/event.ts";
import type { Schema } from "../../host/filter.ts";
import { fnv, foldWord } from "./hash.ts";
import type { Sections } from "./sections.ts";

/** Number of the set that all programs are in; the others are below. */
const ANY_PROGRAM = 15;
const FIRST = 128;
const HALF = 0xffff;
const HEADER_BYTES = 6;
const PROGRAM_BYTES = 4;
const PHRASE_BYTES = 8;
const MAX_PHRASES = 1024;
/** A phrase with all that the filter has of it. */
interface Entry extends Phrase {
  reason: number;
  severity: FaultSeverity;
  set: number;
}

const hashOf = (word: string) => fnv(foldWord(word));

/** Place of a phrase's key: the word before any gap that ordinary messages have least, where the phrase names none. */
export function keyOf({ words, key }: Phrase): number {
  if (key !== undefined) return key;
  const gap = words.indexOf(null);
  const part = (gap < 0 ? words : words.slice(0, gap)) as string[];
  const rarity = (word: string) => {
    const place = FREQUENT_WORDS.indexOf(foldWord(word));
    return place < 0 ? FREQUENT_WORDS.length + word.length : place;
  };
  return part.reduce((best, word, i) => (rarity(word) > rarity(part[best] as string) ? i : best), 0);
}

/** Programs' sets: each list of names once, numbered as they come. */
class ProgramSets {
  /** By the low half of the name's hash. */
  readonly bits = new Map<number, number>();
  readonly #numbers = new Map<string, number>();
  nameless = 0;

  /** @throws FaultError where there are more sets than the filter has bits for */
  numberOf(programs: readonly string[] | undefined): number {
    if (!programs) return ANY_PROGRAM;
    const key = [...programs].sort().join("\n");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    if (number >= ANY_PROGRAM)
      throw new FaultError(`there are over ${ANY_PROGRAM} lists of programs: join some`);
    this.#numbers.set(key, number);
    for (const program of programs)
      if (program === NAMELESS) this.nameless |= 1 << number;
      else this.bits.set(fnv(program) & HALF, (this.bits.get(fnv(program) & HALF) ?? 0) | (1 << number));
    return number;
  }
}

function entriesOf(classes: readonly FaultClass[], schema: Schema, sets: ProgramSets): Entry[] {
  return classes.flatMap(({ name, groups }) => {
    const reason = schema.reasons.indexOf(`fault:${name}`);
    if (reason < 0)
      throw new FaultError(
        `faults/${name}.yaml: the filter has no reason fault:${name} (filter/schema/reasons.ts)`,
      );
    return groups.flatMap(({ programs, phrases }) =>
      FAULT_SEVERITIES.flatMap((severity) =>
        phrases[severity].map((phrase) => ({ ...phrase, reason, severity, set: sets.numberOf(programs) })),
      ),
    );
  });
}

function phraseBytes(entry: Entry): Buffer {
  const { words, refused, reason, severity, set, isFirst } = entry;
  const key = keyOf(entry);
  const halves = [...words.toSpliced(key, 1), ...refused].map((word) =>
    word === null ? 0 : hashOf(word) & HALF,
  );
  const bytes = Buffer.alloc(PHRASE_BYTES + halves.length * 2);
  bytes.writeUInt32LE(hashOf(words[key] as string), 0);
  bytes.writeUInt8(reason, 4);
  bytes.writeUInt8(SEVERITIES.indexOf(severity) | (key << 4), 5);
  bytes.writeUInt8(set | (isFirst ? FIRST : 0), 6);
  bytes.writeUInt8((words.length - 1 - key) | (refused.length << 5), 7);
  for (const [i, half] of halves.entries()) bytes.writeUInt16LE(half, PHRASE_BYTES + i * 2);
  return bytes;
}

/**
 * The section of these classes.
 *
 * @throws FaultError where a class has no reason, or the lists are too long
 */
export function encodeFaults(classes: readonly FaultClass[], schema: Schema): Buffer {
  const sets = new ProgramSets();
  const phrases = entriesOf(classes, schema, sets).map(phraseBytes);
  if (phrases.length > MAX_PHRASES)
    throw new FaultError(`there are over ${MAX_PHRASES} phrases: leave some out`);
  const head = Buffer.alloc(HEADER_BYTES + sets.bits.size * PROGRAM_BYTES);
  head.writeUInt16LE(sets.bits.size, 0);
  head.writeUInt16LE(phrases.length, 2);
  head.writeUInt16LE(sets.nameless, 4);
  [...sets.bits]
    .sort(([a], [b]) => a - b)
    .forEach(([half, bits], i) => {
      head.writeUInt16LE(half, HEADER_BYTES + i * PROGRAM_BYTES);
      head.writeUInt16LE(bits, HEADER_BYTES + i * PROGRAM_BYTES + 2);
    });
  return Buffer.concat([head, ...phrases]);
}

/** Puts today's faults into a model's sections. */
export function putFaults(sections: Sections, schema: Schema): void {
  sections.set("FALT", encodeFaults(knownFaults(), schema));
}
