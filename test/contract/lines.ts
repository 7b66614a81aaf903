/** A log file's lines with their offsets, as tail sees them, and what host/ makes of each. */
import { readFileSync } from "node:fs";
import type { EnrichedRecord, SmartlogEvent } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import type { ShipperTime } from "../../host/time.ts";

export interface Line {
  bytes: Buffer;
  offset: number;
}

export function linesOf(file: string): Line[] {
  const content = readFileSync(file);
  const lines: Line[] = [];
  for (let offset = 0; offset < content.length; ) {
    const newline = content.indexOf(0x0a, offset);
    const end = newline < 0 ? content.length : newline;
    // A carriage return before the newline is taken off, unless it is the whole line.
    const hasReturn = end - offset >= 2 && content[end - 1] === 0x0d;
    lines.push({ bytes: content.subarray(offset, hasReturn ? end - 1 : end), offset });
    offset = end + 1;
  }
  return lines;
}

const EARLY: ShipperTime = { seconds: 1_763_720_000, nanoseconds: 0 };

export function scoredLine(filter: Filter, file: string, line: Line, time = EARLY): SmartlogEvent {
  const answer = filter.score(recordOfLine(line.bytes, { file, offset: line.offset }), time);
  return (JSON.parse(answer) as EnrichedRecord).smartlog;
}
