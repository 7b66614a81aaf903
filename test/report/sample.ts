/** A report with what an attacker may write in each of its texts. */
import type { Report } from "../../report/document/report.ts";

/** Ends of attributes, elements, comments and styles; a terminal's escape; text that runs to the left; a table's bar. */
export const HOSTILE = [
  `"><script>alert(1)</script>`,
  `'><img src=x onerror=alert(2)>`,
  `</style></svg></title></table><script>alert(3)</script>`,
  `<!-- --><![CDATA[ ]]>`,
  `\x1b[2J\u202egnp.exe\u2028`,
  `a|b\\|c\n# title\n[x](javascript:alert(4))`,
  "`code` **bold** <https://evil.example> $& $1 $`",
  `{{7*7}} \${x} {b} {@[1]}`,
];

export function hostileReport(): Report {
  const text = HOSTILE.join(" ");
  return {
    title: text,
    subtitle: text,
    lines: [
      { text, tone: "bad" },
      { text: "All is well.", tone: "good" },
    ],
    sections: [
      {
        id: "first",
        title: text,
        note: text,
        parts: [
          {
            kind: "table",
            title: text,
            note: text,
            columns: [
              { title: text, unit: "code" },
              { title: "Text", unit: "text" },
              { title: "Requests", unit: "count" },
              { title: "Bytes", unit: "bytes" },
              { title: "Share", unit: "share" },
              { title: "Time", unit: "ms" },
              { title: "Since", unit: "time" },
              { title: "Severity", unit: "severity" },
            ],
            rows: [
              ...HOSTILE.map((each) => [
                each,
                each,
                1234567,
                1_500_000,
                0.123,
                12.345,
                Date.UTC(2026, 10, 21),
                each,
              ]),
              ["empty", null, null, null, null, null, null, "high"],
              ["others", "", 0, 0, 0, 0, 0, "low"],
            ],
          },
          { kind: "table", title: "Nothing", columns: [{ title: "Name", unit: "text" }], rows: [] },
        ],
      },
      {
        id: "second",
        title: "Charts",
        parts: (["columns", "lines", "bars"] as const).map((shape) => ({
          kind: "chart",
          title: `${shape} ${text}`,
          note: text,
          shape,
          unit: shape === "lines" ? "ms" : "count",
          labels: HOSTILE,
          series: [
            { name: text, colour: "people", values: HOSTILE.map((_, i) => i) },
            { name: "robots", colour: "robots", values: HOSTILE.map((_, i) => (i === 3 ? null : 2 * i)) },
          ],
        })),
      },
    ],
    notes: [text],
  };
}
