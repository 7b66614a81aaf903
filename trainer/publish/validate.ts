/** A module validated as a shipper runs it, on lines of every kind and on hostile records. */

import { runnable } from "../../host/compiled.ts";
import { SmartLogError } from "../../host/error.ts";
import { KINDS, LABELS, type SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { simulate } from "../../simulate/index.ts";
import { checkModel } from "../model/check.ts";
import { HOSTILE_RECORDS, type Sample } from "./samples.ts";

const LINES_PER_KIND = 200;
const SEED = 20;
const TIME = shipperTime(1_763_720_000);
/** Memory of an instance beside the largest record and its answer (filter/README.md). */
const MAX_INSTANCE_BYTES = 2 * 1024 * 1024;
/** Memory for record, decoded line and answer, in sizes of the largest sample. */
const LARGEST_RECORD_COPIES = 4;
const MAX_TEXT = 60;
/** Functions that the shipper calls; where one is missing, records are lost without an error. */
const FUNCTIONS = ["smartlog", "malloc", "free"];

/** The module must not serve: the message says why, and on which record. */
class ValidationError extends SmartLogError {
  override name = "ValidationError";
  readonly code = "MODULE_INVALID";
}

/**
 * Checks the filter's contract: no imports; one JSON object for every record, with the event as its last key and every
 * byte of the record kept; the model's id; scores in range; bounded memory.
 *
 * @param id that the model has to have
 * @returns on how many records
 * @throws ValidationError, or ModelError where the filter refuses the model
 */
export function validateModule(module: Uint8Array, id: string): number {
  checkShape(runnable(module));
  checkModel(module);
  const filter = Filter.load(module);
  let tried = 0;
  let largest = 0;
  for (const sample of samples()) {
    tried++;
    try {
      checkAnswer(sample, filter.score(sample.record, TIME), id);
    } catch (error) {
      throw new ValidationError(`record ${tried} (${sample.name}): ${(error as Error).message}`);
    }
    largest = Math.max(largest, sample.record.length);
  }
  const limit = MAX_INSTANCE_BYTES + LARGEST_RECORD_COPIES * largest;
  if (filter.memoryBytes > limit)
    throw new ValidationError(`it grew to ${filter.memoryBytes} bytes of memory; ${limit} is the most`);
  return tried;
}

function checkShape(bytes: Uint8Array): void {
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(Buffer.from(bytes));
  } catch (cause) {
    throw new ValidationError(`it is no WebAssembly module: ${(cause as Error).message}`);
  }
  const imports = WebAssembly.Module.imports(module);
  if (imports.length > 0)
    throw new ValidationError(
      `it imports ${imports.map(({ name }) => name).join(", ")}, which no shipper has`,
    );
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  for (const name of [...FUNCTIONS, "memory"])
    if (!exported.has(name)) throw new ValidationError(`it does not export ${name}`);
}

function* samples(): Generator<Sample> {
  for (const kind of KINDS)
    for (const { line } of simulate({ kind, lines: LINES_PER_KIND, seed: SEED }))
      yield {
        name: `${kind}: ${line.slice(0, MAX_TEXT)}`,
        record: Buffer.from(recordOfLine(Buffer.from(line))),
        wellFormed: true,
      };
  yield* HOSTILE_RECORDS;
}

function checkAnswer({ record, wellFormed }: Sample, answer: string, id: string): void {
  const value = JSON.parse(answer) as Record<string, unknown>;
  const event = value.smartlog as SmartlogEvent;
  if (Object.keys(value).at(-1) !== "smartlog") throw new Error("the event is not the last key");
  if (wellFormed) {
    // The record up to its closing brace, then the event.
    const text = record.toString("latin1");
    const kept = text.slice(0, text.lastIndexOf("}"));
    const separator = /[^\s{]/.test(kept) ? "," : "";
    if (!Buffer.from(answer).toString("latin1").startsWith(`${kept}${separator}"smartlog":{`))
      throw new Error("it did not keep the record byte for byte");
    checkEvent(event, id);
  } else if (typeof value.raw !== "string" || !event.error) {
    throw new Error("it did not keep what is no JSON as raw, with the reason");
  }
}

function checkEvent(event: SmartlogEvent, id: string): void {
  if (event.error !== undefined) throw new Error(`it complains: ${event.error}`);
  if (event.model !== id) throw new Error(`it names the model ${JSON.stringify(event.model)}, not ${id}`);
  for (const head of ["score", "threat", "bot", "anomaly"] as const)
    if (!(event[head] >= 0 && event[head] <= 1)) throw new Error(`${head} is ${event[head]}`);
  if (!LABELS.includes(event.label)) throw new Error(`its label is ${JSON.stringify(event.label)}`);
}
