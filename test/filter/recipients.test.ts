/** Mail addresses that are guessed, and those that are mistyped. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { START, said, score } from "./traffic.ts";

const exim = (ip: string, name: string, at: number) =>
  `${new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ")} H=([${ip}]) [${ip}] F=<x@example.net> rejected RCPT <${name}@example.org>: Unrouteable address`;
const postfix = (ip: string, name: string, at: number) =>
  said(
    at,
    "postfix/smtpd",
    `NOQUEUE: reject: RCPT from unknown[${ip}]: 550 5.1.1 <${name}@example.org>: Recipient address rejected: User unknown in virtual mailbox table; from=<x@example.net> to=<${name}@example.org> proto=ESMTP helo=<x>`,
  );
const NAMES = ["ada", "bob", "cleo", "dan", "eve", "fay", "gus", "hal"];

describe.each([
  ["Exim", exim],
  ["Postfix", postfix],
])("recipients whom %s does not know", (_, line) => {
  const labels = (of: (name: string, i: number) => string) => {
    const filter = Filter.load();
    return NAMES.map((name, i) => score(filter, of(name, i)));
  };

  it("are guessed by addresses of one network", () => {
    const events = labels((name, i) => line(`203.0.113.${60 + i}`, name, START + i * 300));
    expect(events.map(({ label }) => label)).toEqual([
      ...Array(4).fill("normal"),
      ...Array(4).fill("attack"),
    ]);
    expect(events.at(-1)?.why[0]).toBe("attack:enumeration");
  });

  it("are mistyped: one again and again, few in a day, by one's own people, by senders everywhere", () => {
    const ordinary = [
      labels((_, i) => line("203.0.113.7", "ada", START + i * 60)),
      labels((name, i) => line("203.0.113.7", name, START + i * 7200)),
      labels((name, i) => line("192.168.1.20", name, START + i * 60)),
      labels((name, i) => line(`${20 + i * 9}.0.113.7`, name, START + i * 60)),
    ];
    for (const events of ordinary) expect(events.map(({ label }) => label)).not.toContain("attack");
  });
});
