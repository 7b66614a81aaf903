/** A client that sends lines to an example, and what has to come of them. */
import { expect } from "vitest";
import { freePort } from "../../../store/embedded/port.ts";
import { findFluentBit } from "../fluent-bit.ts";
import type { Site } from "../shipped.ts";
import { Example, type Format } from "./example.ts";
import { expectedOf, LINES, readFrom } from "./lines.ts";

const fluentBit = findFluentBit() as string;

/** What a client sends, and what comes of it: of each line what the filter reads from it, and besides what the client adds. */
export interface Sender {
  example: string;
  client: string;
  port: string;
  send(port: number, at: Site): Promise<{ stop(): Promise<unknown> } | undefined>;
  variables?: (at: Site) => Record<string, string>;
  lines?: readonly string[];
  /** Members of the event that the client's own fields give. */
  adds?: readonly string[];
}

/** Runs an example and a sender, and expects what the raw lines give, in any order. */
export async function expectBrought(at: Site, sender: Sender, format: Format = "yaml"): Promise<void> {
  const { example: name, port: variable, send, variables, lines = LINES, adds = [] } = sender;
  const port = await freePort();
  const more = variables?.(at) ?? {};
  const example = await Example.start(fluentBit, at, name, format, { [variable]: String(port), ...more });
  const running = await send(port, at).catch((error) => {
    throw new Error(`${error}\n${example.log.slice(-2000)}`);
  });
  try {
    const records = await example.received(lines.length, 10);
    const without = (fields: Record<string, unknown>) => {
      const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => !adds.includes(key)));
      return JSON.stringify(rest, Object.keys(rest).sort());
    };
    expect(records.map((each) => without(readFrom(each))).sort()).toEqual(
      expectedOf(lines).map(without).sort(),
    );
    expect(await example.dropped()).toBe(0);
    expect(example.complaints).toEqual([]);
  } finally {
    await running?.stop();
    await example.stop();
  }
}
