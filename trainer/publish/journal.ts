/**
 * The journal of a publication, beside the module until the publication has ended: the next run ends what a killed one
 * began.
 *
 *   filter.wasm             the module that the shipper loads
 *   filter.wasm.new         a file being written: never read
 *   filter.wasm.previous    the module before, for a rollback
 *   filter.wasm.publishing  the journal; while it exists, the module in filter.wasm is not confirmed
 */
import { readIfThere, removeFile, replaceFile } from "./files.ts";

export interface Journal {
  /** Id of the model that is being put in service. */
  model: string;
  /** Id of the one that it replaces; the same where only what acts at once changes (../taught/sync.ts). */
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

/** Keeps the old module and writes the journal; from here on another run can end a killed one. */
export function openJournal(target: string, previousModule: Uint8Array, journal: Journal): void {
  replaceFile(previousPath(target), previousModule, target);
  writeJournal(target, journal);
}

/** Writes the journal alone, where what was begun can always be completed. */
export function writeJournal(target: string, journal: Journal): void {
  replaceFile(journalPath(target), Buffer.from(`${JSON.stringify(journal)}\n`));
}

/** The journal of a run that did not end; undefined where there is none. */
export function readJournal(target: string): Journal | undefined {
  const bytes = readIfThere(journalPath(target));
  // Never half a journal: it was renamed into place.
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as Journal);
}

export function closeJournal(target: string): void {
  removeFile(journalPath(target));
}
