/** A format's examples through the filter: what a file says is read is read. */
import type { Example, Format } from "../../formats/lib/format.ts";
import { printable } from "../lib/output.ts";
import type { Reader, Reading } from "./reader.ts";

const SHOWN_CHARACTERS = 120;

/** @returns what differs, a line for each field; nothing where all is well */
export function exampleFaults(format: Format, reader: Reader): string[] {
  return format.examples.flatMap((example, i) => {
    const reading = example.record ? reader.readRecord(example.record) : reader.readLine(example.line ?? "");
    const faults = faultsOf(example, reading);
    if (faults.length === 0) return [];
    const text = example.line ?? JSON.stringify(example.record);
    return [
      `example ${i + 1}: ${printable(text, SHOWN_CHARACTERS)}`,
      ...faults.map((fault) => `  ${fault}`),
      `  ${readBy(format.name, reading)}`,
    ];
  });
}

function faultsOf({ event }: Example, reading: Reading): string[] {
  const found = reading.event as unknown as Record<string, unknown>;
  return Object.entries(event).flatMap(([field, wanted]) => {
    const value = field === "ts" && wanted !== null ? secondsOf(wanted) : wanted;
    const is = found[field] ?? null;
    return is === value ? [] : [`${field} is ${shown(is)}, the file says ${shown(wanted)}`];
  });
}

function shown(value: unknown): string {
  return value === null ? "absent" : printable(JSON.stringify(value), SHOWN_CHARACTERS);
}

/** Seconds since the epoch of a time in ISO 8601, or of seconds. */
function secondsOf(value: unknown): number {
  return typeof value === "number" ? value : Date.parse(String(value)) / 1000;
}

function readBy(name: string, { format, nearest, stopped, event }: Reading): string {
  if (format === name) return "this format read it";
  if (format) return `the format ${format} read it`;
  if (nearest === name) return `its pattern stopped at: ${printable(stopped ?? "", SHOWN_CHARACTERS)}`;
  return event.kind === "unknown" ? "nothing read it" : "SmartLog read it by itself";
}
