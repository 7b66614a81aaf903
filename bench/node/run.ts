/**
 * What the filter costs in Node: operations per line and where they go, exact and repeatable, and lines per second.
 *
 *     node build/bench/node/run.js [--lines 5000] [--seed 7] [FILE…]
 *
 * Without files the lines are simulated, of each kind so many. With files (raw logs) those are taken instead.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { KINDS } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";
import { type Cost, costOf, countedModule } from "./count.ts";

const NEWLINE = 0x0a;

const { values, positionals } = parseArgs({
  options: { lines: { type: "string", default: "5000" }, seed: { type: "string", default: "7" } },
  allowPositionals: true,
});

const module = countedModule();
for (const [name, lines] of positionals.length > 0 ? files(positionals) : simulated()) {
  report(name, costOf(module, lines), rate(lines));
}

function* simulated(): Generator<[string, Buffer[]]> {
  const [lines, seed] = [Number(values.lines), Number(values.seed)];
  for (const kind of KINDS) {
    yield [kind, Array.from(simulate({ kind, lines, seed }), ({ line }) => Buffer.from(line))];
  }
}

function* files(paths: readonly string[]): Generator<[string, Buffer[]]> {
  for (const path of paths) yield [basename(path), split(readFileSync(path))];
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, at);
    const stop = end < 0 ? bytes.length : end;
    if (stop > at) lines.push(bytes.subarray(at, stop));
    at = stop + 1;
  }
  return lines;
}

/** Lines per second through the module as it is shipped, compiled by V8; the second of two passes. */
function rate(lines: readonly Buffer[]): number {
  const filter = Filter.load();
  const records = lines.map((line) => Buffer.from(recordOfLine(line)));
  let from = 0;
  for (let pass = 0; pass < 2; pass++) {
    from = process.cpuUsage().user;
    for (const record of records) filter.score(record);
  }
  return (records.length / (process.cpuUsage().user - from)) * 1e6;
}

function report(name: string, cost: Cost, linesPerSecond: number): void {
  const figures = [
    `${Math.round(cost.operations).toLocaleString("en")} operations a line`,
    `${Math.round(cost.calls)} calls`,
    `${Math.round(cost.bytes)} bytes`,
    `${Math.round(linesPerSecond).toLocaleString("en")} lines/s in V8`,
  ];
  console.log(`${name.padEnd(10)} ${figures.join(", ")}`);
  for (const [stage, operations] of Object.entries(cost.stages)) {
    const share = ((operations / cost.operations) * 100).toFixed(0);
    console.log(
      `  ${stage.padEnd(36)} ${Math.round(operations).toString().padStart(7)} ${share.padStart(4)} %`,
    );
  }
}
