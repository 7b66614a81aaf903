/** The message of `smartlog watch test-channel`: with what an attacker could write in it, so that one sees it come through. */
import type { Message } from "../message.ts";

export function testMessage(owner: string, now: Date): Message {
  const at = now.toISOString();
  return {
    id: "0",
    owner,
    kind: "test",
    severity: "medium",
    madeAt: now,
    title: "A test of SmartLog's: nothing happened",
    items: [
      {
        incident: "0",
        class: "scan",
        change: "opened",
        severity: "medium",
        title: "A test of SmartLog's: nothing happened",
        where: "example · 203.0.113.7",
        first: at,
        last: at,
        lines: [
          { text: '203.0.113.7 "GET /?q=<b>*_`&@everyone</b> HTTP/1.1" 404', hit: "<b>*_`&@everyone</b>" },
        ],
        advice: "nothing; this channel works.",
      },
    ],
    more: 0,
    text: [],
    note: "",
    answers: null,
  };
}
