import { expect, test } from "vitest";
import { intervalText, stepMs } from "../../server/viewer/query/interval.ts";
import { expandMacros, MacroError } from "../../server/viewer/query/macros.ts";
import { type Chosen, interpolate, VariableError } from "../../server/viewer/query/variables.ts";

const range = { from: new Date("2026-11-21T06:00:00Z"), to: new Date("2026-11-21T07:00:00.5Z") };
const sql = (text: string) => expandMacros(text, range).sql;
const chosen = (values: string[], more: Partial<Chosen> = {}) =>
  new Map([["v", { name: "v", values, multi: true, ...more }]]);

// Expected texts are those of the tables in Grafana's documentation of its Postgres data source.
test.each([
  ["$__timeFilter(at)", "at BETWEEN '2026-11-21T06:00:00.000Z' AND '2026-11-21T07:00:00.500Z'"],
  ["$__timeFrom()", "'2026-11-21T06:00:00.000Z'"],
  ["$__timeTo()", "'2026-11-21T07:00:00.500Z'"],
  ["$__time(at)", 'at AS "time"'],
  ["$__timeEpoch(at)", 'extract(epoch from at) as "time"'],
  ["$__unixEpochFilter(at)", "at >= 1795240800 AND at <= 1795244400"],
  ["$__timeGroup(at,'5m')", "floor(extract(epoch from at)/300)*300"],
  ["$__timeGroup(at, 5m) ", "floor(extract(epoch from at)/300)*300 "],
  ["$__timeGroup(at,'5m'), x", 'floor(extract(epoch from at)/300)*300 AS "time", x'],
  ["$__timeGroupAlias(at,'1d')", 'floor(extract(epoch from at)/86400)*86400 AS "time"'],
  ["$__unixEpochGroup(at,'1h')", "floor((at)/3600)*3600"],
])("%s", (macro, expected) => expect(sql(macro)).toBe(expected));

test("a third argument says what fills the holes", () => {
  const fill = (text: string) => expandMacros(`$__timeGroup(at,'1m',${text})`, range).fill;
  expect(fill("0")).toEqual({ mode: "value", value: 0, stepMs: 60_000 });
  expect(fill("NULL")).toEqual({ mode: "null", stepMs: 60_000 });
  expect(fill("previous")).toEqual({ mode: "previous", stepMs: 60_000 });
});

test.each(["$__nothing(at)", "$__timeFilter()", "$__timeGroup(at)", "$__timeGroup(at,'x')"])(
  "%s is an error",
  (macro) => {
    expect(() => sql(macro)).toThrow(MacroError);
  },
);

test("steps are rounded as Grafana rounds them", () => {
  expect(intervalText(stepMs(86_400_000, 60, 60_000))).toBe("20m");
  expect(intervalText(stepMs(3_600_000, 60, 60_000))).toBe("1m");
  expect(intervalText(stepMs(30 * 86_400_000, 60, 60_000))).toBe("12h");
});

test.each([
  ["${v:sqlstring}", ["a", "it's"], "'a','it''s'"],
  ["$v", ["a", "b"], "'a','b'"],
  ["[[v:csv]]", ["a", "b"], "a,b"],
  ["${v:raw}", ["5m"], "5m"],
  ["${other:sqlstring} $1 $__x", ["a"], "${other:sqlstring} $1 $__x"],
])("%s with %j", (text, values, expected) => expect(interpolate(text, chosen(values))).toBe(expected));

test("All is what the dashboard's author wrote for it, in any format", () => {
  expect(interpolate("${v:sqlstring} ${v:csv}", chosen([], { all: "'*'" }))).toBe("'*' '*'");
});

test.each(["1; drop table x", "a'b", "a b", "x--", "(select 1)", "a\0"])(
  "unquoted, %j is refused",
  (value) => {
    expect(() => interpolate("${v:raw}", chosen([value]))).toThrow(VariableError);
    expect(() => interpolate("$v", chosen([value], { multi: false }))).toThrow(VariableError);
  },
);

test("a value that looks like a macro or a variable is only a value", () => {
  const values = ["$__timeFrom()", "a$__timeFilter(x)b", "${v:raw}", "$__timeGroup(at,'1m')"];
  const expanded = expandMacros("select ${v:sqlstring}", range, (part) => interpolate(part, chosen(values)));
  expect(expanded.sql).toBe(
    "select '$__timeFrom()','a$__timeFilter(x)b','${v:raw}','$__timeGroup(at,''1m'')'",
  );
});
