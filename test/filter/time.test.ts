import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ARRIVAL, scored, utc } from "./scored.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");
const access = (time: string) => ({ log: `203.0.113.7 - - [${time}] "GET / HTTP/1.1" 200 5` });
const syslog = (time: string) => ({ log: `${time} host sshd[1]: message` });
const app = (time: string) => ({ log: `${time} [INFO] service - message` });
const parsed = (time: string | number) => ({ time, level: "info", message: "m" });
const at = (iso: string) => Date.parse(iso) / 1000;
const arrival = ARRIVAL.seconds + ARRIVAL.nanoseconds / 1e9;

describe("each form of time:", () => {
  test.each([
    [access("17/May/2015:10:05:43 +0000"), "2015-05-17T10:05:43Z"],
    [access("17/May/2015:10:05:43 +0200"), "2015-05-17T08:05:43Z"],
    [access("17/May/2015:10:05:43 -0330"), "2015-05-17T13:35:43Z"],
    [access(" 7/May/2015:10:05:43 +0000"), "2015-05-07T10:05:43Z"],
    [access("31/Dec/1999:23:59:59 -0001"), "2000-01-01T00:00:59Z"],
    [access("29/Feb/2024:00:00:00 +0000"), "2024-02-29T00:00:00Z"],
    [access("30/Jun/2015:23:59:60 +0000"), "2015-07-01T00:00:00Z"],
    [app("2015-05-17 10:05:43"), "2015-05-17T10:05:43Z"],
    [app("2015-05-17 10:05:43,123"), "2015-05-17T10:05:43.123Z"],
    [app("2015/05/17 10:05:43.5"), "2015-05-17T10:05:43.500Z"],
    [app("2015-05-17T10:05:43.123456789Z"), "2015-05-17T10:05:43.123Z"],
    [app("2015-05-17T10:05:43+02:00"), "2015-05-17T08:05:43Z"],
    [app("2015-05-17 10:05:43 +0200"), "2015-05-17T08:05:43Z"],
    [app("[2015-05-17T10:05:43-07]"), "2015-05-17T17:05:43Z"],
    [syslog("2015-05-17T10:05:43.123456+02:00"), "2015-05-17T08:05:43.123Z"],
    [{ log: "<34>1 2015-05-17T10:05:43.003Z host su - ID47 - failed" }, "2015-05-17T10:05:43.003Z"],
    [app("2015-05-17 10:05:43 UTC"), "2015-05-17T10:05:43Z"],
    [app("2015-05-17 10:05.43"), "2015-05-17T10:05:43Z"],
    [app("2015-05-17-10.05.43.123456"), "2015-05-17T10:05:43.123Z"],
    [{ log: "I20150517 10:05:43.123456 12 file.cc:12] message" }, "2015-05-17T10:05:43.123Z"],
    [{ log: "12:M 17 May 2015 10:05:43.123 * message" }, "2015-05-17T10:05:43.123Z"],
    [{ log: "12:M 17 May 10:05:43.123 * message" }, "2026-05-17T10:05:43.123Z"],
    [parsed("2015-05-17T10:05:43.1Z"), "2015-05-17T10:05:43.100Z"],
    [parsed("17/May/2015:10:05:43 +0000"), "2015-05-17T10:05:43Z"],
    [parsed(1_431_857_143), "2015-05-17T10:05:43Z"],
    [parsed("1431857143.25"), "2015-05-17T10:05:43.250Z"],
    [parsed(1_431_857_143_250), "2015-05-17T10:05:43.250Z"],
    [parsed("1431857143250123"), "2015-05-17T10:05:43.250Z"],
    [parsed("1431857143250123456"), "2015-05-17T10:05:43.250Z"],
    [parsed("Sun May 17 10:05:43 2015"), "2015-05-17T10:05:43Z"],
    [parsed("Sun May 17 10:05:43.123456 2015"), "2015-05-17T10:05:43.123Z"],
  ])("%j", (record, iso) => {
    expect(scored(record).ts).toBe(at(iso));
  });
});

test("a time that is none leaves the shipper's", () => {
  for (const time of [
    "30/Feb/2015:10:05:43 +0000",
    "31/Apr/2015:10:05:43 +0000",
    "00/May/2015:10:05:43 +0000",
    "29/Feb/2023:10:05:43 +0000",
    "17/Mai/2015:10:05:43 +0000",
    "17/May/2015:24:05:43 +0000",
    "17/May/2015:10:60:43 +0000",
    "17/May/2015:10:05:61 +0000",
  ])
    expect(scored(access(time)).ts, time).toBe(arrival);
  for (const time of [
    "2015-02-30T00:00:00Z",
    "2015-13-01T00:00:00Z",
    "2015-00-10T00:00:00Z",
    "2100-02-29T00:00:00Z",
    -1,
    "soon",
    "",
    "99999999999999999999",
    true,
    null,
  ])
    expect(scored(parsed(time as string)).ts, String(time)).toBe(arrival);
});

test("any date of the calendar in the common log format", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (date, zone) => {
        const seconds = Math.floor(date.getTime() / 1000);
        const local = new Date((seconds + zone * 60) * 1000);
        if (local.getUTCFullYear() > 9999 || local.getTime() < 0) return;
        const sign = zone < 0 ? "-" : "+";
        const offset = `${sign}${two(Math.floor(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`;
        const clock = local.toISOString().slice(11, 19);
        const time = `${two(local.getUTCDate())}/${MONTHS[local.getUTCMonth()]}/${String(local.getUTCFullYear()).padStart(4, "0")}:${clock} ${offset}`;
        expect(scored(access(time)).ts).toBe(seconds);
        const iso = `${local.toISOString().slice(0, 19)}${offset}`;
        expect(scored(app(iso)).ts).toBe(seconds);
      },
    ),
    { numRuns: 2000 },
  );
});

test("far past and far future are written as numbers JSON has", () => {
  expect(scored(access("01/Jan/0001:00:00:00 +0000")).ts).toBe(-62_135_596_800);
  expect(scored(access("31/Dec/1969:23:59:59 +0000")).ts).toBe(-1);
  expect(scored(app("1969-12-31 23:59:59.999")).ts).toBe(-0.001);
  expect(scored(access("31/Dec/9999:23:59:59 +0000")).ts).toBe(253_402_300_799);
  expect(scored({ log: "x" }, { seconds: 0, nanoseconds: 0 }).ts).toBe(0);
  expect(scored({ log: "x" }, { seconds: 2 ** 32 - 1, nanoseconds: 999_999_999 }).ts).toBe(
    2 ** 32 - 1 + 0.999,
  );
});

describe("a time without a year is the latest that is not ahead by more than a day:", () => {
  test.each([
    ["Nov 21 06:18:00", "2026-11-21T06:19:00Z", "2026-11-21T06:18:00Z"],
    ["Nov 22 06:18:00", "2026-11-21T06:19:00Z", "2026-11-22T06:18:00Z"],
    ["Nov 22 06:20:00", "2026-11-21T06:19:00Z", "2025-11-22T06:20:00Z"],
    ["Dec 31 23:59:59", "2026-01-01T00:00:01Z", "2025-12-31T23:59:59Z"],
    ["Jan  1 00:00:30", "2025-12-31T23:59:59Z", "2026-01-01T00:00:30Z"],
    ["Jan  1 00:00:30", "2026-12-31T23:59:59Z", "2027-01-01T00:00:30Z"],
    ["Feb 29 12:00:00", "2024-02-29T12:00:01Z", "2024-02-29T12:00:00Z"],
    ["Feb 29 12:00:00", "2026-03-01T12:00:00Z", "2024-02-29T12:00:00Z"],
    ["Feb 29 12:00:00", "2027-12-31T12:00:00Z", "2024-02-29T12:00:00Z"],
    ["Feb 29 12:00:00", "2103-12-31T12:00:00Z", "2096-02-29T12:00:00Z"],
  ])("%s, read at %s", (time, arrived, iso) => {
    expect(scored(syslog(time), utc(Date.parse(arrived))).ts).toBe(at(iso));
  });

  test("no day of any year", () => {
    expect(scored(syslog("Feb 30 12:00:00")).ts).toBe(arrival);
    expect(scored(syslog("Apr 31 12:00:00")).ts).toBe(arrival);
  });

  test("any moment of the year before, to the second", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 946_684_800, max: 4_000_000_000 }),
        fc.integer({ min: -86_399, max: 363 * 86_400 }),
        (arrived, age) => {
          const date = new Date((arrived - age) * 1000);
          const time = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
          expect(scored(syslog(time), { seconds: arrived, nanoseconds: 0 }).ts).toBe(arrived - age);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test("the year of a time that a parser took the weekday off", () => {
  expect(scored(parsed("May 17 10:05:43.123456 2015")).ts).toBe(at("2015-05-17T10:05:43.123Z"));
});
