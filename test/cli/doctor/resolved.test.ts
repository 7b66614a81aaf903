import { expect, test } from "vitest";
import { checkResolved } from "../../../cli/doctor/check-resolved.ts";
import type { Resolved } from "../../../cli/doctor/try/resolved.ts";
import { classic } from "./written.ts";

const config = classic(
  "[INPUT]\n    Name dummy\n    Tag a\n[INPUT]\n    Name syslog\n[FILTER]\n    Name stdout\n    Match a\n[OUTPUT]\n    Name stdout\n    Match a\n[OUTPUT]\n    Name null\n    Match_Regex (?>a)\n",
);
const resolved: Resolved = {
  version: "5.1.1",
  inputs: [
    { index: 0, tag: "a", routes: [0, 1], isOwn: true, settings: [] },
    { index: 1, tag: "dummy.1", routes: [], isOwn: false, settings: [] },
  ],
  filters: [{ index: 0, match: "a", settings: [] }],
  outputs: [{ match: "a" }, {}],
};
const said = (other: Partial<Resolved>) =>
  checkResolved(config, { ...resolved, ...other }).map(({ level, message }) => `${level} ${message}`);

test("where Fluent Bit resolves a section otherwise than it was read, the doctor says so", () => {
  expect(said({})).toEqual(["ok it resolves tags, matches and routes as read here"]);
  const [first, second] = resolved.inputs as [Resolved["inputs"][number], Resolved["inputs"][number]];
  expect(said({ inputs: [{ ...first, routes: [] }] })).toEqual([
    "warning dummy input: Fluent Bit sends it to no output, not to stdout.0",
  ]);
  expect(said({ inputs: [first, { ...second, isOwn: true }] })).toEqual([
    "warning syslog input: to Fluent Bit its tag is dummy.1, not syslog.1",
  ]);
  expect(said({ filters: [{ index: 0, match: "b", settings: [] }] })).toEqual([
    "warning stdout filter: to Fluent Bit its match is b, not a",
  ]);
});
