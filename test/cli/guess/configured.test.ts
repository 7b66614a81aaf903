/** Formats of real configurations: lines that their servers write are read, whatever a client sends. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleFaults } from "../../../cli/formats/check-examples.ts";
import { formatsIn, guessFromConfiguration } from "../../../cli/formats/guess/guess.ts";
import { Reader } from "../../../cli/formats/reader.ts";
import { CONFIGURATIONS, type Configuration } from "./configurations.ts";
import { ORDINARY, type Request, render } from "./renderer.ts";

const FORGED = "6.6.6.6";
/** What a client must not change: who it was, and what the server answered. */
const WITNESSES = ["ip", "sport", "status", "bytes", "ms", "dport"] as const;
const CLIENTS_FIELDS = ["user", "path", "ref", "ua", "host"] as const;

function guessed({ text }: Configuration) {
  return guessFromConfiguration(formatsIn(text), [], {}).format;
}

/** What the format itself reads; of a line that others read, the address. */
function witnessed(
  reader: Reader,
  name: string,
  { maker, format }: Configuration,
  request: Request,
): Record<string, unknown> {
  const reading = reader.readLine(render(maker, format, request));
  return reading.format === name ? { ...reading.event } : { ip: reading.event.ip };
}

describe.each(Object.entries(CONFIGURATIONS))("%s", (_, configuration) => {
  const format = guessed(configuration);
  const reader = new Reader(undefined, [format]);

  test("has an example that is read as the file says", () => {
    expect(exampleFaults(format, reader)).toEqual([]);
  });

  test("reads the fields of an ordinary line", () => {
    const line = render(configuration.maker, configuration.format, ORDINARY);
    const reading = reader.readLine(line);
    expect([reading.format, reading.stopped]).toEqual([format.name, undefined]);
    const wanted = Object.fromEntries(
      configuration.fields.map((field) => [
        field,
        field === "dport" ? 443 : ORDINARY[field as keyof Request],
      ]),
    );
    expect(reading.event).toMatchObject({ kind: "web", ...wanted });
  });

  test("is led by no client", () => {
    const plain = witnessed(reader, format.name, configuration, ORDINARY);
    fc.assert(
      fc.property(fc.constantFrom(...CLIENTS_FIELDS), hostile(configuration), (field, text) => {
        // A target has no blanks, a name no colon.
        const value =
          field === "path"
            ? `/${text.replaceAll(" ", "%20")}`
            : field === "user"
              ? text.replaceAll(":", "")
              : text;
        const found = witnessed(reader, format.name, configuration, { ...ORDINARY, [field]: value });
        for (const witness of WITNESSES)
          if (found[witness] !== undefined && plain[witness] !== undefined)
            expect([witness, found[witness]]).toEqual([witness, plain[witness]]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Texts that try to look like the rest of a line, or like a whole one. */
function hostile({ maker, format }: Configuration): fc.Arbitrary<string> {
  const forged = render(maker, format, {
    ...ORDINARY,
    ip: FORGED,
    status: 200,
    bytes: 1,
    ms: 1000,
    sport: 1,
  });
  const pieces = fc.constantFrom(
    FORGED,
    `${FORGED}:1`,
    " ",
    " - ",
    '"',
    "\\",
    "|",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "-",
    '" 200 5 ',
    "[21/Nov/2026:06:19:02 +0000] ",
    "GET / HTTP/1.1",
    "x",
  );
  const cut = fc
    .tuple(fc.nat(forged.length), fc.nat(forged.length))
    .map(([a, b]) => forged.slice(Math.min(a, b), Math.max(a, b)));
  return fc.oneof(
    fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
    cut,
    fc.tuple(pieces, cut, pieces).map((parts) => parts.join("")),
    fc.constant(forged),
  );
}

test("a configuration of several formats gives the one that is used, and names the others", () => {
  const text = `log_format a '$remote_addr $status'; log_format b '$remote_addr "$request" $status'; access_log /x b;`;
  const { format, others } = guessFromConfiguration(formatsIn(text), [], {});
  expect([format.name, others]).toEqual(["nginx-b", ["a"]]);
  const log = ["203.0.113.7 200", "203.0.113.8 404"];
  expect(guessFromConfiguration(formatsIn(text), log, {}).format.name).toBe("nginx-a");
  expect(() => guessFromConfiguration(formatsIn(text), [], { pick: "c" })).toThrow("there are a, b");
});

test.each([
  [
    "$http_user_agent, $upstream_status, $remote_addr $status",
    "ip, status are left out: a client's own http_user_agent",
  ],
  ["$remote_addr [$time_local] $request | $status", "status is left out: a client's own request"],
])("what a client could forge is left out, and the file says why: %s", (line, why) => {
  const { format } = guessFromConfiguration(formatsIn(`log_format x '${line}';`), [], {});
  expect(format.patterns[0]?.source).not.toContain("{status");
  expect(format.text).toContain(`# Look: ${why}`);
});

test.each([
  ["$request_time", "ms:s"],
  ["$request_time $upstream_response_time", "ms:s"],
  ["$upstream_response_time", undefined],
])("nginx's durations are seconds: %s", (variables, token) => {
  const { format } = guessFromConfiguration(
    formatsIn(`log_format x '$remote_addr "$request" ${variables}';`),
    [],
    {},
  );
  expect(/ms:\w+/.exec(format.text)?.[0]).toBe(token);
});

test("whether HAProxy's lines have syslog's header, their log shows", () => {
  const { text, format: written } = CONFIGURATIONS["HAProxy with an id"] as Configuration;
  const line = render("haproxy", written, ORDINARY);
  const bare = line.slice(line.indexOf(ORDINARY.ip));
  for (const [log, programs] of [
    [line, ["haproxy"]],
    [bare, []],
  ] as const) {
    const { format, share } = guessFromConfiguration(formatsIn(text), [log], {});
    expect([share?.of(format.name), format.programs]).toEqual([1, programs]);
    expect(format.examples[0]?.event).toMatchObject({ kind: "web", ip: ORDINARY.ip, status: 404, ms: 2000 });
  }
});

test("a format that is nearly JSON is told", () => {
  const text = `log_format js escape=json '{"remote":"$remote_addr","request":"$request","status":$status,}';`;
  expect(guessFromConfiguration(formatsIn(text), [], {}).format.text).toContain(
    "# Look: the format makes no JSON",
  );
});
