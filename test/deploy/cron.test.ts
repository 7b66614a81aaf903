/** deploy/cron/ as cron reads files of /etc/cron.d (crontab(5)): what it would refuse, or not do without a word. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy/cron");
const ASSIGNMENT = /^([A-Z_]+)=(\S.*)$/;
const ENTRY = /^((?:[\d*,/-]+\s+){5})([a-z]+) (.+)$/;
const LARGEST = [59, 23, 31, 12, 7];

describe.each(readdirSync(FOLDER))("%s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const entries = lines.map((line) => ENTRY.exec(line)).filter((match) => match !== null);

  test("has a name that cron reads, and ends its last line", () => {
    expect(name).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(text).toMatch(/\n$/);
  });

  test("is assignments, and entries with times that there are, a user and a command", () => {
    for (const line of lines) expect(ASSIGNMENT.test(line) !== ENTRY.test(line), line).toBe(true);
    expect(entries).toHaveLength(1);
    for (const [, times = "", user] of entries) {
      for (const [index, time] of times.trim().split(/\s+/).entries())
        for (const number of time.match(/\d+/g) ?? [])
          expect(Number(number)).toBeLessThanOrEqual(LARGEST[index] as number);
      expect(["smartlog", "postgres"]).toContain(user);
    }
  });

  test("mails, finds Node in /usr/local too, and has no percent sign, which cron takes for a line feed", () => {
    const names = Object.fromEntries(
      lines.flatMap((line) => (ASSIGNMENT.test(line) ? [line.split(/=(.*)/s)] : [])),
    );
    expect(names).toMatchObject({ MAILTO: "root", PATH: "/usr/local/bin:/usr/bin:/bin" });
    for (const [, , , command] of entries) expect(command).not.toContain("%");
  });
});
