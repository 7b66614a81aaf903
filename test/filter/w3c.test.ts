/** W3C extended logs: columns as the file's last `#Fields:` line names them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";

const compiled = Filter.compile();

type Event = Record<string, unknown>;

/** Events of lines that one instance reads after each other, of files by name. */
function read(...lines: [file: string | null, line: string][]): Event[] {
  const filter = Filter.load(compiled);
  return lines.map(([file, log], offset) => {
    const record = file === null ? { log } : { file, offset, log };
    return filter.event(JSON.stringify(record)) as unknown as Event;
  });
}

const last = (...lines: [string | null, string][]) => read(...lines).at(-1) as Event;

const FILE = "u_ex261114.log";
const CUSTOM =
  "#Fields: date time c-ip cs-username s-ip cs-method cs-uri-stem cs-uri-query sc-status sc-bytes time-taken";
const LINE = "2026-11-14 06:19:00 203.0.113.7 ada 192.0.2.1 GET /a b=c 404 512 31";
const WANTED = {
  kind: "web",
  ts: 1794637140,
  ip: "203.0.113.7",
  user: "ada",
  dst: "192.0.2.1",
  method: "GET",
  path: "/a?b=c",
  status: 404,
  bytes: 512,
  ms: 31,
};

describe("a W3C extended log", () => {
  test("is read by the columns that its file names", () => {
    expect(last([FILE, CUSTOM], [FILE, LINE])).toMatchObject(WANTED);
  });

  test("needs no file's name where there is one stream", () => {
    expect(last([null, CUSTOM], [null, LINE])).toMatchObject(WANTED);
  });

  test("has columns of its own for each file, and the last of a file's directives counts", () => {
    const other = "#Fields: date time cs-method cs-uri-stem c-ip s-ip sc-status";
    const events = read(
      [FILE, CUSTOM],
      ["other.log", other],
      [FILE, LINE],
      ["other.log", "2026-11-14 06:19:00 POST /b 203.0.113.8 192.0.2.1 200"],
      [FILE, other],
      [FILE, "2026-11-14 06:19:00 PUT /c 203.0.113.9 192.0.2.1 201"],
    );
    expect(events[2]).toMatchObject(WANTED);
    expect(events[3]).toMatchObject({ ip: "203.0.113.8", method: "POST", path: "/b", status: 200 });
    expect(events[5]).toMatchObject({ ip: "203.0.113.9", method: "PUT", path: "/c", status: 201 });
  });

  test("of CloudFront has tabs, decoded agents and seconds", () => {
    const fields =
      "#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent) time-taken";
    const line =
      "2026-11-14\t06:19:00\tFRA56\t203.0.113.7\tGET\td1.cloudfront.net\t/a\t200\tMozilla/5.0%20(X11)\t0.041";
    expect(last([FILE, fields], [FILE, line])).toMatchObject({
      kind: "web",
      ts: 1794637140,
      ip: "203.0.113.7",
      host: "d1.cloudfront.net",
      ua: "Mozilla/5.0 (X11)",
      ms: 41,
    });
  });

  test("may begin with another column than the date", () => {
    const fields = "#Fields: c-ip cs-method cs-uri-stem sc-status cs(User-Agent)";
    expect(last([FILE, fields], [FILE, "203.0.113.7 GET /a 200 curl/8.5.0+(x)"])).toMatchObject({
      kind: "web",
      ip: "203.0.113.7",
      path: "/a",
      ua: "curl/8.5.0 (x)",
    });
  });

  test("keeps blanks, quotes and bytes of other scripts in an agent", () => {
    const fields = "#Fields: c-ip cs-uri-stem sc-status cs(User-Agent)";
    const agents = {
      "a%22b%20c+d": 'a"b c+d',
      "%c3%a9+x": "%c3%a9 x",
      "%": "%",
      "%zz%2": "%zz%2",
      "%00": "%00",
    };
    for (const [written, ua] of Object.entries(agents))
      expect(last([FILE, fields], [FILE, `203.0.113.7 /a 200 ${written}`]).ua).toBe(ua);
  });
});

describe("a #Fields line", () => {
  test.each([
    ["has more columns", "#Fields: date time c-ip cs-uri-stem sc-status a b c d e f g h i j k l m n o p"],
    ["has fewer", "#Fields: date time c-ip cs-uri-stem sc-status"],
    ["has the address elsewhere", CUSTOM.replace("c-ip cs-username", "cs-username c-ip")],
    [
      "is of a firewall",
      "#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn",
    ],
    ["names nothing", "#Fields:"],
    ["names too much", `${CUSTOM} ${"x ".repeat(5_000)}`],
  ])("that %s reads no line", (_, fields) => {
    expect(last([FILE, fields], [FILE, LINE]).user).toBeUndefined();
  });

  test("changes no line that is none of its file's columns", () => {
    const lines = [
      '203.0.113.7 - - [14/Nov/2026:06:19:00 +0000] "GET /a HTTP/1.1" 200 512 "-" "curl/8.5.0"',
      "2026-11-14 06:19:00,123 [ERROR] payments - card refused",
      "Nov 14 06:19:00 web1 sshd[812]: Failed password for root from 203.0.113.7 port 40022 ssh2",
      "2026-11-14T06:19:00Z web1 sshd[812]: Failed password for root from 203.0.113.7 port 40022 ssh2",
    ];
    const fields = ({ kind, ts, ip, user, path, status, service, host, level }: Event) => [
      ...[kind, ts, ip, user, path],
      ...[status, service, host, level],
    ];
    for (const line of lines)
      expect(fields(last([FILE, CUSTOM], [FILE, line]))).toEqual(fields(last([FILE, line])));
  });

  test("of any text does no harm", () => {
    const column = fc.constantFrom(
      "date",
      "time",
      "c-ip",
      "s-ip",
      "cs-uri-stem",
      "sc-status",
      "sc-bytes",
      "x",
    );
    const word = fc.oneof(
      column,
      fc.constantFrom("203.0.113.7", "200", "-", "2026-11-14", "06:19:00"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (names, values) => {
        const event = last([FILE, `#Fields: ${names.join(" ")}`], [FILE, values.join(" ")]);
        expect(event.error).toBeUndefined();
        expect([undefined, "203.0.113.7"]).toContain(event.ip);
      }),
    );
  });

  test("is remembered for the eight files that were last begun", () => {
    const filter = Filter.load(compiled);
    const event = (file: string, log: string) =>
      filter.event(JSON.stringify({ file, offset: 0, log })) as unknown as Event;
    for (let i = 0; i < 1_000; i++) event(`${i}.log`, CUSTOM);
    const users = Array.from({ length: 20 }, (_, i) => event(`${980 + i}.log`, LINE).user);
    expect(users.filter((user) => user === "ada").length).toBe(8);
    expect(users.slice(12)).toEqual(Array(8).fill("ada"));
  });
});
