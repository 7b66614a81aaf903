/** What is not read is said, with the file, how much of it, what it is nearest to and what to do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type Store } from "../../store/open.ts";
import { temporaryFolder } from "../folder.ts";
import { json, smartlog } from "./command.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
let held: Store;
beforeAll(async () => {
  held = await openStore({ dataDir: data });
});
afterAll(() => held?.close());

const KNOWN = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n';
/** Gin's form with a word in place of the duration. */
const CHANGED = '[GIN] 2026/11/21 - 06:41:05 | 200 |   quick |     192.0.2.7 | GET      "/a"\n';
const ODD = "nobody writes such lines ~~ \x1b[31m42\n";

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const files = [
  file("known.log", KNOWN.repeat(50)),
  file("changed.log", KNOWN.repeat(30) + CHANGED.repeat(70)),
  file("some odd.log", ODD.repeat(3) + KNOWN.repeat(997)),
];

test("explain names the format that read a line, and the nearest of one that none read", async () => {
  const format = async (line: string) =>
    /^format +(.*)$/m.exec((await smartlog(["explain", line])).stdout)?.[1];
  expect(await format(CHANGED.trim().replace("  quick", "1.5ms"))).toBe("gin");
  expect(await format(CHANGED.trim())).toBe(
    'none; nearest gin, stops at "quick |     192.0.2.7 | GET      "/a""',
  );
});

describe("smartlog start", () => {
  test("says for people which files have lines that were not read", async () => {
    const { code, stdout } = await smartlog(["start", "--once", "--data", data, ...files]);
    expect(code).toBe(0);
    const [, paragraph = ""] = /^Lines in no known format.*\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
    // None is taught for three lines; what these are nearest to depends on the formats that there are.
    const nearest = /less than 1 %\)(.*)/.exec(paragraph)?.[1];
    expect(nearest).not.toContain("teach");
    expect(paragraph).toBe(
      `  changed.log: 70 of 100 lines not read (70 %); nearest: gin, stops at "quick |     192.0.2.7 | GET  …"; teach it: smartlog formats guess ${files[1]}\n` +
        `    ${CHANGED}` +
        `  some odd.log: 3 of 1,000 lines not read (less than 1 %)${nearest}\n` +
        "    nobody writes such lines ~~ \\x1b[31m42\n",
    );
  });

  test("says the same for programs, also of lines that are stored already", async () => {
    const { stdout } = await smartlog(["start", "--once", "--json", "--data", data, ...files]);
    expect(json(stdout)[0]).toMatchObject({
      stored: 0,
      by_kind: { web: 1077, unknown: 73 },
      unread: 73,
      unread_files: [
        {
          file: files[1],
          lines: 100,
          unread: 70,
          share: 0.7,
          nearest: "gin",
          stops_at: expect.stringMatching(/^quick \|/),
          example: CHANGED.trim(),
        },
        { file: files[2], lines: 1000, unread: 3, share: 0.003, example: ODD.trim() },
      ],
    });
  });

  test("is silent of it where all was read, and names five files at most", async () => {
    const known = await smartlog(["start", "--once", "--data", data, files[0] as string]);
    expect(known.stdout).not.toContain("no known format");
    const many = Array.from({ length: 7 }, (_, n) => file(`odd-${n}.log`, ODD.repeat(n + 1)));
    const { stdout } = await smartlog(["start", "--once", "--data", data, ...many]);
    expect(stdout.match(/lines not read \(100 %\)/g)).toHaveLength(5);
    expect(stdout).toContain("odd-6.log: 7 of 7 lines");
    expect(stdout).toContain("… and in 2 more files");
  });

  test("quotes a path for the shell", async () => {
    const path = file("it's odd.log", ODD.repeat(5));
    const { stdout } = await smartlog(["start", "--once", "--data", data, path]);
    expect(stdout).toContain(`smartlog formats guess '${path.replace("'", "'\\''")}'\n`);
  });
});
