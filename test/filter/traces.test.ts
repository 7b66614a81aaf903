/** Records of several lines: stack traces as shippers join them, and texts of clients with line feeds in them. */
import { describe, expect, test } from "vitest";
import { eventOf, eventOfRecord } from "./kinds-event.ts";
import { OF_THE_VERDICT } from "./scored.ts";

/** Traces in the forms that the runtimes fix. `N` is what varies from event to event. */
const BARE: Record<string, (n: number) => string> = {
  Java: (n) =>
    `Exception in thread "main" java.lang.IllegalStateException: no stock for ${n}\n` +
    `\tat com.example.Shop.order(Shop.java:22)\n\tat com.example.Shop.main(Shop.java:6)\n` +
    `${"\tat com.example.Shop.retry(Shop.java:30)\n".repeat(n)}\t... ${n} more`,
  Python: (n) =>
    'Traceback (most recent call last):\n  File "/srv/shop/main.py", line 10, in <module>\n    order(None)\n' +
    `${'  File "/srv/shop/retry.py", line 3, in retry\n    again()\n'.repeat(n)}` +
    '  File "/srv/shop/order.py", line 25, in order\n    return stock[item]\n           ~~~~~^^^^^^\n' +
    `KeyError: 'lamp-${"x".repeat(n)}'`,
  Go: (n) =>
    `panic: runtime error: index out of range [${n}] with length 3\n\ngoroutine ${n} [running]:\n` +
    `main.order(0xc00${n})\n\t/srv/shop/main.go:15 +0x26\n${"main.retry()\n\t/srv/shop/main.go:9 +0x1\n".repeat(n)}`,
  JavaScript: (n) =>
    "TypeError: Cannot read properties of undefined (reading 'price')\n    at order (/srv/shop/order.js:12:17)\n" +
    `    at Object.<anonymous> (/srv/shop/main.js:3:1)\n${"    at retry (/srv/shop/retry.js:1:1)\n".repeat(n)}`,
  PHP: (n) =>
    `PHP Fatal error:  Uncaught RuntimeException: no stock for ${n} in /srv/shop/order.php:12\nStack trace:\n` +
    `#0 /srv/shop/main.php(3): order(${n})\n#1 {main}\n  thrown in /srv/shop/order.php on line 12`,
  Ruby: (n) =>
    `order.rb:6:in 'order': no stock for ${n} (RuntimeError)\n\tfrom order.rb:2:in 'each'\n\tfrom main.rb:9:in 'run'\n` +
    "\tfrom retry.rb:1:in 'retry'\n".repeat(n),
  ".NET": (n) =>
    `Unhandled exception. System.InvalidOperationException: no stock for ${n}\n` +
    "   at Shop.Order.Place(Int32 id) in /srv/shop/Order.cs:line 12\n   at Shop.Program.Main(String[] args)\n" +
    "   at Shop.Retry.Again()\n".repeat(n),
  Rust: (n) =>
    `thread 'main' panicked at src/main.rs:12:17:\nindex out of bounds: the len is 3 but the index is ${n}\n` +
    `stack backtrace:\n   0: rust_begin_unwind\n${`   ${n}: shop::retry\n`.repeat(n)}`,
};

/** The same fault with another class, and at another place. */
const OTHERS: Record<string, [RegExp, string][]> = {
  Java: [
    [/IllegalState/, "Arithmetic"],
    [/Shop\.order/, "Shop.cancel"],
  ],
  Python: [
    [/KeyError/, "IndexError"],
    [/in order/, "in cancel"],
  ],
  Go: [
    [/index out of range.*/, "invalid memory address or nil pointer dereference"],
    [/main\.order/, "main.cancel"],
  ],
  JavaScript: [
    [/TypeError/, "RangeError"],
    [/at order/, "at cancel"],
  ],
  PHP: [
    [/RuntimeException/, "TypeError"],
    [/: order/, ": cancel"],
  ],
  Ruby: [
    [/RuntimeError/, "TypeError"],
    [/'each'/, "'map'"],
  ],
  ".NET": [
    [/InvalidOperation/, "Argument"],
    [/Order\.Place/, "Order.Cancel"],
  ],
  Rust: [
    [/index out of bounds.*/, "attempt to divide by zero"],
    [/src\/main/, "src/order"],
  ],
};

describe.each(Object.entries(BARE))("a trace of %s", (runtime, trace) => {
  test("is an error of an application, with a line end behind it or not, and with carriage returns", () => {
    for (const text of [trace(1), `${trace(1)}\n`, trace(1).replaceAll("\n", "\r\n")])
      expect(eventOf(text)).toMatchObject({ kind: "app", level: "error" });
  });

  test("is one template, whatever its values and depth are", () => {
    expect(eventOf(trace(4)).tpl).toBe(eventOf(trace(1)).tpl);
    expect(eventOf(`${trace(1)}\n`).tpl).toBe(eventOf(trace(1)).tpl);
  });

  test.each(OTHERS[runtime] ?? [])("is another with %s changed", (from, to) => {
    expect(eventOf(trace(1).replace(from, to)).tpl).not.toBe(eventOf(trace(1)).tpl);
  });

  test("behind a logger's line has that line's time, level and service", () => {
    const event = eventOf(`2026-11-21 06:19:00,250 [WARN] payments - order 17 failed\n${trace(1)}`);
    expect(event).toMatchObject({ kind: "app", level: "WARN", service: "payments", ts: 1795241940.25 });
    expect(eventOf(`2026-11-21 06:19:09,250 [WARN] payments - order 18 failed\n${trace(4)}`).tpl).toBe(
      event.tpl,
    );
  });

  test("behind a syslog header has its host and program, and is an error", () => {
    expect(eventOf(`Nov 21 06:19:00 web1 shop[12]: ${trace(1)}`)).toMatchObject({
      kind: "app",
      level: "error",
      host: "web1",
      service: "shop",
      ts: 1795241940,
    });
  });

  test("in a JSON logger's message has that record's fields", () => {
    const record = { time: "2026-11-21T06:19:00Z", level: "fatal", logger: "shop", message: trace(1) };
    const expected = { kind: "app", level: "fatal", service: "shop", ts: 1795241940 };
    expect(eventOfRecord(JSON.stringify(record))).toMatchObject(expected);
    expect(eventOf(JSON.stringify(record))).toMatchObject(expected);
    expect(eventOf(JSON.stringify(record, null, 2))).toMatchObject(expected);
  });
});

test("of traces that follow each other in Python the last counts", () => {
  const chained = (last: string) =>
    'Traceback (most recent call last):\n  File "/srv/a.py", line 1, in a\n    b()\nKeyError: 1\n\n' +
    "During handling of the above exception, another exception occurred:\n\n" +
    `Traceback (most recent call last):\n  File "/srv/b.py", line 2, in b\n    c()\n${last}`;
  expect(eventOf(chained("ValueError: 2")).tpl).toBe(eventOf(chained("ValueError: 3\nmore words")).tpl);
  expect(eventOf(chained("ValueError: 2")).tpl).not.toBe(eventOf(chained("OSError: 2")).tpl);
});

test(".NET's console writes the message below the line with level and category", () => {
  const log = (n: number) =>
    `fail: Shop.Orders[0]\n      order ${n} failed\n      System.InvalidOperationException: no stock for ${n}\n` +
    "         at Shop.Order.Place(Int32 id)\n         at Shop.Program.Main()";
  expect(eventOf(log(1))).toMatchObject({ kind: "app", level: "fail", service: "Shop.Orders" });
  expect(eventOf(log(2)).tpl).toBe(eventOf(log(1)).tpl);
  expect(eventOf(log(1).replace("InvalidOperation", "Argument")).tpl).not.toBe(eventOf(log(1)).tpl);
});

test("the words of all lines are scored", () => {
  const head = "2026-11-21 06:19:00,250 [INFO] payments - order failed";
  const hostile = `${head}\n\tat x\n${"<script>alert(1)</script> union select password from users ".repeat(4)}`;
  expect(eventOf(hostile).threat).toBeGreaterThan(eventOf(head).threat as number);
});

/** First lines, each of a program that repeats a client's text at the end of the line. */
const HEADS = [
  "2026-11-21 06:19:00,250 [INFO] payments - no such item ada",
  "Nov 21 06:19:00 web1 shop[12]: no such item ada",
  "Nov 21 06:19:00 web1 sshd[812]: Invalid user ada",
  '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /x HTTP/1.1" 404 5 "-" "ada"',
  "level=info msg=search service=shop item=ada",
  "2026/11/21 06:19:00 [error] 12#34: *45 no such item ada",
  '{"level":"info","logger":"shop","message":"no such item ada"}',
  "ada",
];
/** What the text goes on with. */
const TAILS = [
  "Nov 21 06:19:00 web1 sshd[812]: Failed password for root from 198.51.100.9 port 1 ssh2",
  "x from 198.51.100.9 port 22",
  "x | IP: 198.51.100.9 | User: root | ResponseTime: 9ms",
  "ip=198.51.100.9 user=root status=500 level=fatal service=other",
  '{"ip":"198.51.100.9","user":"root","level":"fatal"}',
  '198.51.100.9 - root [01/Jan/2001:00:00:00 +0000] "GET /other HTTP/1.1" 500 9 "http://x/" "other"',
  '2001/01/01 00:00:00 [crit] 1#1: x, client: 198.51.100.9, server: other, request: "GET /other HTTP/1.1"',
  "2001-01-01 00:00:00,000 [FATAL] other - x",
  "IN=eth9 OUT= SRC=198.51.100.9 DST=198.51.100.8 PROTO=TCP SPT=1 DPT=2",
];
/** What depends on all of the text. */
const OF_THE_WHOLE = ["id", "tpl", "pattern", ...OF_THE_VERDICT];

describe.each(HEADS)("behind the line %s", (head) => {
  const fields = (text: string) =>
    Object.entries(eventOf(text)).filter(([name]) => !OF_THE_WHOLE.includes(name));
  const joined = (tail: string) => {
    if (!head.startsWith("{")) return `${head}\n${tail}`;
    const record = JSON.parse(head);
    return JSON.stringify({ ...record, message: `${record.message}\n${tail}` });
  };

  test.each(TAILS)("a client's line makes no field: %s", (tail) => {
    expect(fields(joined(tail))).toEqual(fields(head));
    expect(fields(joined(`\n${tail}\n`))).toEqual(fields(head));
  });
});

test.each([
  ["auth", "Nov 21 06:19:00 web1 sshd[812]: Invalid user ada"],
  ["web", '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /x HTTP/1.1" 404 5 "-" "ada"'],
])("behind a line of kind %s a client's trace changes neither kind nor level", (kind, head) => {
  const event = eventOf(`${head}\n\tat com.example.A.b(A.java:1)`);
  expect(event.kind).toBe(kind);
  expect(event.level).toBeUndefined();
});
