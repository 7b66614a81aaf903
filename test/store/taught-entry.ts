import type { NewTaught } from "../../store/taught/entries.ts";

/** An entry of no line, as of many people: each number has a key of its own, and sixty the same annotator. */
export function newTaught(n: number, others: Partial<NewTaught> = {}): NewTaught {
  return {
    key: 0xffff_0000_0000_0000n + BigInt(n),
    scope: "client",
    label: "normal",
    ceilings: { threat: 0.75, bot: 0.5, anomaly: 0.25 },
    hit: "",
    eventKey: { time: "2026-11-21T06:41:05.123456Z", id: "-42" },
    tag: "web",
    was: "attack",
    describes: "203.0.113.7 at GET /api/live (web)",
    who: `ann${Math.floor(n / 60)}`,
    ...others,
  };
}
