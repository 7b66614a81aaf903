/**
 * What is being published, on disk beside the module for as long as it is not finished: so that the next run can end
 * what a killed one began.
 *
 *   filter.wasm             what the shipper loads
 *   filter.wasm.new         half a file, if anything: never read
 *   filter.wasm.previous    what was there before, to be put back
 *   filter.wasm.publishing  the journal; while it is there, nobody has confirmed what is in filter.wasm
 */
import { readIfThere, removeFile, replaceFile } from "./files.ts";

export interface Journal {
  /** Id of the model that is being put in service. */
  model: string;
  /** Id of the one that it replaces. */
  previous: string;
  /** SHA-256 of the two modules, hex. */
  sha256: string;
  previousSha256: string;
}

export function previousPath(target: string): string {
  return `${target}.previous`;
}

export function journalPath(target: string): string {
  return `${target}.publishing`;
}

/** Keeps the old module and says what is about to happen; from here on a killed run can be ended by another. */
export function openJournal(target: string, previousModule: Uint8Array, journal: Journal): void {
  replaceFile(previousPath(target), previousModule, target);
  replaceFile(journalPath(target), Buffer.from(`${JSON.stringify(journal)}\n`));
}

/** The journal of a run that did not end; undefined where the last one did. */
export function readJournal(target: string): Journal | undefined {
  const bytes = readIfThere(journalPath(target));
  // It was renamed into place whole.
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as Journal);
}

export function closeJournal(target: string): void {
  removeFile(journalPath(target));
}
