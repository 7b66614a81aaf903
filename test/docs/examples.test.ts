/** The events that README.md and docs/event.md show are what the filter and the default model give. */
import { expect, test } from "vitest";
import type { EnrichedRecord, SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { readDocument } from "./markdown.ts";

/** The day of the lines that are shown; a syslog line names no year. */
const NOW = { seconds: Date.UTC(2026, 10, 21, 6, 30) / 1000, nanoseconds: 0 };

/** The fenced blocks of a document, without their fences. */
function blocksOf(path: string): string[] {
  return Array.from(readDocument(path).matchAll(/^```\w*\n([\s\S]*?)^```$/gm), ([, body]) => body as string);
}

function eventOf(line: string): SmartlogEvent {
  return (JSON.parse(Filter.load().score(JSON.stringify({ log: line }), NOW)) as EnrichedRecord).smartlog;
}

/** The event in a block of JSON, and its record. */
function shownIn(blocks: readonly string[]): EnrichedRecord {
  return JSON.parse(blocks.find((block) => block.includes('"smartlog"')) ?? "{}");
}

test("README.md shows the event of its line", () => {
  const blocks = blocksOf("README.md");
  const line = blocks.find((block) => block.startsWith("203.0.113.7"))?.trimEnd() ?? "";
  const { id, ...shown } = shownIn(blocks).smartlog;
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(eventOf(line)).toMatchObject(shown);
});

test("docs/event.md shows a record with its event", () => {
  const record = shownIn(blocksOf("docs/event.md"));
  const { id, ...shown } = record.smartlog;
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(eventOf(String(record.log))).toMatchObject(shown);
});
