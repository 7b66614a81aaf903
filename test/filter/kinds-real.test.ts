/** Real logs, where they lie beside the checkout: every line gets its kind, every failed login its user and address. */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { describe, expect, it } from "vitest";
import { sharedData } from "../shared-data.ts";
import { eventOf } from "./kinds-event.ts";

/** Of a file's lines, how many must be of its kinds. */
const MIN_SHARE = 0.99;

const FILES: [name: string, kinds: string[]][] = [
  ["auth", ["auth"]],
  ["openssh_2k", ["auth"]],
  ["linux_2k", ["auth", "syslog"]],
  ["apache_error_2k", ["app"]],
  ["hdfs_2k", ["app"]],
  ["apache", ["web"]],
  ["nginx", ["web"]],
];

/** What a failed login says, read another way than the filter does. */
const FAILURES = [
  /: Failed (?<method>\S+) for (?:invalid user )?(?<user>.*) from (?<ip>\S+) port (?<port>\d+) ssh2/,
  /authentication failures?; .*rhost=(?<ip>\S*)(?:\s+user=(?<user>.*?))?\s*$/,
  /: Invalid user (?<user>.*) from (?<ip>\S+?)(?: port \d+)?$/,
  /maximum authentication attempts exceeded for (?:invalid user )?(?<user>.*) from (?<ip>\S+) port/,
];

const paths = FILES.map(([name, kinds]) => ({ name, kinds, path: sharedData(`real/${name}.log`) }));

describe.each(paths)("$name.log", ({ kinds, path }) => {
  const lines = () =>
    readFileSync(path as string, "latin1")
      .split("\n")
      .filter(Boolean);

  it.skipIf(!path)(`is of kind ${kinds.join(" or ")}`, () => {
    const all = lines();
    const known = all.filter((line) => kinds.includes(eventOf(line).kind));
    expect(known.length / all.length).toBeGreaterThanOrEqual(MIN_SHARE);
  });

  it.skipIf(!path || !kinds.includes("auth"))("has user and address of every failed login", () => {
    const missed = lines().filter((line) => {
      const found = FAILURES.map((pattern) => pattern.exec(line)?.groups).find(Boolean);
      if (!found) return false;
      const { user, ip, method, port } = found;
      const event = eventOf(line);
      return (
        event.kind !== "auth" ||
        event.outcome !== "failure" ||
        (event.user ?? "") !== (user ?? "") ||
        // A name that the server looked up is no address.
        (ip && isIP(ip) && event.ip !== ip) ||
        (method && event.method !== method) ||
        (port && event.sport !== Number(port))
      );
    });
    expect(missed).toEqual([]);
  });
});
