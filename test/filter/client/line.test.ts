/** What stands around a request in the log, and is neither its path nor its client. */
import { describe, expect, test } from "vitest";
import { scored } from "../scored.ts";
import { CLIENT, line, REQUEST, TIME } from "./records.ts";

describe("the path around a line", () => {
  const access = { remote_addr: CLIENT, request_method: "GET", status: 200 };
  const around = (log: string) => ({ log, path: "/var/log/nginx/access.log" });
  test("is a file's, as of Fluent Bit's path_key, and not the request's", () => {
    expect(scored(around(JSON.stringify({ ...access, path: "/cart" }))).path).toBe("/cart");
    expect(scored(around(JSON.stringify({ ...access, request_uri: "/cart" }))).path).toBe("/cart");
    expect(scored(around(JSON.stringify(access)))).not.toHaveProperty("path");
    expect(scored(around(`${CLIENT} - - ${TIME} "-" 408 0 "-" "-"`))).not.toHaveProperty("path");
    expect(scored(around(`${CLIENT} - - ${TIME} ${REQUEST}`)).path).toBe("/cart");
  });
});

describe("an address as virtual host", () => {
  test.each(["127.0.0.1:80", "127.0.0.1", "198.51.100.1:443", "[::1]:80", "[2001:db8::1]:443", "::1"])(
    "%s is the site, not the client",
    (site) => {
      for (const rest of [`${REQUEST} "-" "curl/8"`, '"-" 408 - "-" "-"', '"-" 400 0 "-" "-"', REQUEST]) {
        const event = scored(line(`${site} ${CLIENT} - - ${TIME} ${rest}`));
        expect(event, rest).toMatchObject({ kind: "web", ip: CLIENT, host: site });
        expect(event).not.toHaveProperty("peer");
      }
    },
  );
});
