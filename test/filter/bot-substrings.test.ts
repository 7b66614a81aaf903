/** Pieces of robots' names are found in user agents where they count, and nowhere else. */
import { readFileSync } from "node:fs";
import { isbot } from "isbot";
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { baseModel } from "../../trainer/default/base.ts";
import { BOT_SUBSTRINGS } from "../../trainer/default/bot-substrings.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { encodeModel } from "../../trainer/model/encode.ts";
import type { BotSubstring } from "../../trainer/model/model.ts";
import { UNWEIGHTED_MODULE } from "../../trainer/paths.ts";

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const { schema } = Filter.load(unweighted);
const feature = schema.dense.indexOf("ua_fragments");

function counter(botSubstrings: readonly BotSubstring[]): (agent: string) => number {
  const filter = Filter.load(
    embedModel(unweighted, encodeModel({ ...baseModel(schema), botSubstrings }, schema)),
  );
  return (agent) => {
    const line = `203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5 "-" "${agent}"`;
    const found = filter.features(recordOfLine(Buffer.from(line)), { seconds: 0, nanoseconds: 0 });
    return found?.dense[feature] as number;
  };
}

const plain = { atStart: false, beginsWord: false, endsWord: false };

describe("a fragment", () => {
  it.each([
    ["anywhere", { ...plain, text: "crawl" }, "Mozilla/5.0 (MyCRAWLer)", "Mozilla/5.0 (craw l)"],
    ["only at the start", { ...plain, text: "python", atStart: true }, "python-x/1", "x python"],
    ["only where a word begins", { ...plain, text: "dlc", beginsWord: true }, "x dlcx", "xdlc"],
    ["only where a word ends", { ...plain, text: "bot", endsWord: true }, "MyBot/1.0", "bottle"],
    ["only where a word ends, at the very end", { ...plain, text: "bot", endsWord: true }, "a bot", "a bots"],
    ["of two bytes", { ...plain, text: "()" }, "x() y", "x( ) y"],
  ])("counts %s", (_, fragment, hit, miss) => {
    const count = counter([fragment]);
    expect(count(hit)).toBe(1);
    expect(count(miss)).toBe(0);
  });

  it("is told from others that begin alike, and counted as often as it stands", () => {
    const count = counter(["spider", "spill", "sp"].map((text) => ({ ...plain, text })));
    expect(count("spider spill")).toBe(4);
    expect(count("spade")).toBe(1);
    expect(count("s")).toBe(0);
    expect(count("")).toBe(-1);
  });
});

describe("the default fragments", () => {
  it("are what the package knows robots by, where it is plain text", () => {
    expect(BOT_SUBSTRINGS.length).toBeGreaterThan(150);
    const count = counter(BOT_SUBSTRINGS);
    for (const { text, atStart, endsWord } of BOT_SUBSTRINGS) {
      const after = `${text}${endsWord ? " " : ""}1`;
      const agent = atStart ? after : `Mozilla/5.0 (X11) ${after}`;
      if (/["\\]/.test(agent)) continue;
      expect(count(agent), agent).toBeGreaterThan(0);
      expect(isbot(agent), agent).toBe(true);
    }
  });
});

describe("the shape of a user agent", () => {
  const shape = schema.dense.indexOf("ua_shape");
  const filter = Filter.load(embedModel(unweighted, encodeModel(baseModel(schema), schema)));

  it.each([
    ["a browser's", 1, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
    ["a robot's in a browser's form", 2, "Mozilla/5.0 (compatible; Some Bot/1.0; +https://example.com/)"],
    ["its own", 3, "Dalvik/2.1.0 (Linux; U; Android 9)"],
    ["its own, with two products", 3, "curl/8.1 zlib/1.2"],
    ["a name alone", 4, "Hello World_1.0"],
    ["a name and its version", 4, "some-tool/1.2.3 (beta)"],
    ["a browser's beginning with nothing behind it", 4, "Mozilla/5.0"],
    ["a name with what names have not", 3, "name;x"],
    ["a name in another alphabet", 3, "n\\xC3\\xA4me"],
  ])("is %s", (_, expected, agent) => {
    const line = `203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5 "-" "${agent}"`;
    const found = filter.features(recordOfLine(Buffer.from(line)), { seconds: 0, nanoseconds: 0 });
    expect(found?.dense[shape]).toBe(expected);
  });
});
