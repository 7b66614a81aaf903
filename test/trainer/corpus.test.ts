/** The corpus of the default model: what its ordinary lines hold. */
import { expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { corpusStreams } from "../../trainer/corpus/lines.ts";
import { withMadeUp } from "../../trainer/corpus/made-up.ts";

const targets = (() => {
  const rng = new Random(3);
  return Array.from({ length: 2000 }, () => withMadeUp(rng, "/shop/list"));
})();

test("made-up parameters follow a path, and have names and values", () => {
  for (const target of targets) expect(target).toMatch(/^\/shop\/list\?[^=&]+=[^&]*(?:&[^=&]+=[^&]*){0,3}$/);
});

test("made-up values hold nothing that programs read as code", () => {
  for (const target of targets)
    for (const [, value] of new URL(target, "http://h").searchParams)
      expect(value).not.toMatch(/[<>;|`$"\\={}#*%]|\.\.|:\/\//);
});

const requests = (() => {
  const size = { web: 0, auth: 0, dns: 0, firewall: 0, app: 0, syslog: 0, unknown: 0, mixed: 0, agents: 0 };
  return corpusStreams({ ...size, requests: 6000 }, 8).flatMap(([, lines]) => [...lines]);
})();

test("words that no list has are in ordinary requests as in attacks", () => {
  const ordinary = requests.filter(({ threat }) => threat === 0);
  // Five consonants in a row: hardly any word of a language.
  const rare = ordinary.filter(({ line }) =>
    /[?&][a-z]+=[a-z]*[bcdfghjklmnpqrstvwxz]{5}[a-z]*(?:&| HTTP)/.test(line),
  );
  expect(rare.length / ordinary.length).toBeGreaterThan(0.004);
});
