/** Errors count by target: who fails at many looks for holes, who fails at one again and again is a broken client. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BROWSER, feature, labels, START, score, web } from "./traffic.ts";

const PERSON = "203.0.113.7";
const PAGE = "https://site.example/d/home";
const page = (i: number, at: number) =>
  web(PERSON, ["/d/home", "/css/a.css", "/js/b.js", "/api/search"][i % 4] as string, at, 200, {
    referer: PAGE,
  });

describe("a page left open, whose web socket is refused", () => {
  const reconnect = (at: number) => web(PERSON, "/api/live/ws", at, 400);

  it("is a failing client, and ordinary: so is what the person does besides", () => {
    const filter = Filter.load();
    for (let i = 0; i < 8; i++) score(filter, page(i, START + i));
    for (let i = 0; i < 400; i++) {
      const event = score(filter, reconnect(START + 10 + i * 5));
      expect(event.label, `reconnect ${i}`).toBe("normal");
      expect(event.why).toEqual(i < 2 ? [] : ["client:failing"]);
      if (i % 20 === 0)
        expect(score(filter, page(i / 20, START + 11 + i * 5))).toMatchObject({ label: "normal", why: [] });
    }
  });

  it("is one, too, where each poll tells how far it is", () => {
    const filter = Filter.load();
    for (let i = 0; i < 8; i++) score(filter, page(i, START + i));
    for (let i = 0; i < 20; i++)
      score(
        filter,
        web(PERSON, `/sync?since=s${1000 + i}_9&t=Ox${i}${"aBcZ"[i % 4]}`, START + 10 + i * 5, 502),
      );
    expect(score(filter, web(PERSON, "/sync?since=s1020_9&t=OxQ", START + 120, 502)).why).toContain(
      "client:failing",
    );
  });

  it("leaves no error behind but the first", () => {
    const filter = Filter.load();
    for (let i = 0; i < 8; i++) score(filter, page(i, START + i));
    for (let i = 0; i < 50; i++) score(filter, reconnect(START + 10 + i * 2));
    const next = page(0, START + 120);
    expect(feature(filter, next, "source_errors")).toBeLessThanOrEqual(1);
    expect(feature(filter, next, "source_error_share")).toBeLessThan(0.2);
    expect(feature(filter, next, "source_events")).toBeLessThan(12);
  });

  it.each([400, 401, 403, 404, 405, 410, 429, 500, 502, 503])("whatever the answer: %i", (status) => {
    const filter = Filter.load();
    for (let i = 0; i < 8; i++) score(filter, page(i, START + i));
    for (let i = 0; i < 5; i++) score(filter, web(PERSON, "/api/live/ws", START + 10 + i * 5, status));
    const event = score(filter, web(PERSON, "/api/live/ws", START + 40, status));
    expect(event.why).toContain("client:failing");
    expect(["normal", "anomaly"]).toContain(event.label);
  });
});

it("a browser that opens connections ahead, and closes them, has asked for nothing", () => {
  const filter = Filter.load();
  const closed = (at: number) => web(PERSON, "/", at, 400, { agent: "-" }).replace("GET / HTTP/1.1", "-");
  for (let i = 0; i < 8; i++) score(filter, page(i, START + i));
  for (let i = 0; i < 20; i++) score(filter, closed(START + 10 + i * 7));
  const next = page(0, START + 160);
  expect(feature(filter, next, "source_errors")).toBeLessThanOrEqual(1);
  expect(feature(filter, next, "source_suspicious")).toBe(0);
  expect(feature(filter, next, "source_evidence")).toBe(0);
});

describe("who fails again and again is no failing client", () => {
  it("where the targets are many: a scanner is one, however often it asks for each", () => {
    const filter = Filter.load();
    for (let i = 0; i < 300; i++) {
      const event = score(filter, web(PERSON, `/guess${i % 60}`, START + i));
      expect(event.why).not.toContain("client:failing");
      if (i > 100) expect(event.label).not.toBe("normal");
    }
    expect(feature(filter, web(PERSON, "/guess1", START + 300), "source_errors")).toBeGreaterThan(200);
  });

  it("where the request is hostile, though its path is the same", () => {
    const filter = Filter.load();
    for (let i = 0; i < 20; i++) {
      const event = score(
        filter,
        web(PERSON, `/item?id=${i}%27%20UNION%20SELECT%20name,pass%20FROM%20users--`, START + i),
      );
      expect(event.label).toBe("attack");
      expect(event.why).not.toContain("client:failing");
    }
  });

  it("where one payload after the other is tried at one path", () => {
    const filter = Filter.load();
    const payloads = [
      "0+AND+1=1",
      "a%26b%3B",
      "%3C%3F%3D",
      "//isatap:15672",
      "!+6-~z",
      "strrev(*)",
      "a[%27b%27]",
      "x;y",
    ];
    for (let i = 0; i < 60; i++) {
      const target = `/page.php?page=${payloads[i % 8]}${"+or".repeat(i / 8)}&object=a`;
      expect(score(filter, web(PERSON, target, START + i, 403)).why).not.toContain("client:failing");
    }
  });

  it("where it floods: a broken client waits", () => {
    const filter = Filter.load();
    for (let i = 0; i < 2000; i++) score(filter, web(PERSON, "/api/live/ws", START + i / 100, 400));
    const next = web(PERSON, "/api/live/ws", START + 20, 400);
    expect(feature(filter, next, "source_events")).toBeGreaterThan(1000);
    expect(score(filter, next).why).not.toContain("client:failing");
  });

  it("where it says to be a tool: that is a robot as before", () => {
    const filter = Filter.load();
    const line = (at: number) => web(PERSON, "/gone.xml", at, 404, { agent: "curl/8.5.0" });
    const found = labels(
      filter,
      Array.from({ length: 20 }, (_, i) => line(START + i * 60)),
    );
    expect(found).toEqual({ bot: 20 });
  });

  it("where one account after the other is refused at one target", () => {
    const filter = Filter.load();
    const line = (user: string, at: number) =>
      web(PERSON, "/private/", at, 401).replace(" - - ", ` - ${user} `);
    for (let i = 0; i < 40; i++) score(filter, line(`user${i}`, START + i * 3));
    expect(feature(filter, line("user40", START + 120), "source_errors")).toBeGreaterThan(25);
  });
});

describe("a login page", () => {
  const post = (at: number, status: number, target = "/wp-login.php") =>
    web(PERSON, target, at, status, { referer: "https://site.example/wp-login.php" }).replace(
      '"GET',
      '"POST',
    );

  it.each([200, 401, 403, 429])("that answers %i to one POST after the other is guessed at", (status) => {
    const filter = Filter.load();
    const events = Array.from({ length: 30 }, (_, i) => score(filter, post(START + i * 40, status)));
    expect(events.some((event) => event.why.includes("client:failing"))).toBe(false);
    for (const event of events.slice(10))
      expect(event).toMatchObject({ label: "attack", why: expect.arrayContaining(["attack:brute-force"]) });
  });

  it.each([
    ["/login", 200],
    ["/users/sign_in", 422],
    ["/session", 401],
    ["/account/sign-in?next=/", 200],
    ["/user/register", 200],
    ["/api/v1/login", 401],
    ["/index.php/login", 403],
  ])("is one by its path: %s", (target, status) => {
    const filter = Filter.load();
    for (let i = 0; i < 12; i++) score(filter, post(START + i * 40, status, target));
    expect(score(filter, post(START + 600, status, target)).why).toContain("attack:brute-force");
  });

  it.each([
    ["a program that is let in each time", "/api/v1/login", 200],
    ["a program that renews its token", "/oauth/token", 200],
    ["a program whose secret has expired", "/oauth/token", 400],
    ["a form that lets people in, an office's", "/login", 302],
    ["a page's beacon", "/api/session/heartbeat", 401],
  ])("is not: %s", (_who, target, status) => {
    const filter = Filter.load();
    for (let i = 0; i < 40; i++) {
      const event = score(filter, post(START + i * 60, status, target));
      expect(event.why).not.toContain("attack:brute-force");
    }
  });

  it("of an office is not guessed at: its people mistype, and go on", () => {
    const filter = Filter.load();
    for (let person = 0; person < 60; person++) {
      const at = START + person * 30;
      for (let i = 0; i < (person % 3 ? 1 : 3); i++)
        expect(score(filter, post(at + i * 4, 200, "/login")).why).not.toContain("attack:brute-force");
      score(filter, post(at + 12, 302, "/login"));
      for (let i = 0; i < 4; i++) score(filter, page(i, at + 13));
    }
  });
});

it("a name that is looked up again and again fails once, as distinct ones do each", () => {
  const query = (name: string, at: number) =>
    JSON.stringify({
      client_ip: "192.0.2.8",
      qname: name,
      qtype: "A",
      rcode: "NXDOMAIN",
      time: new Date(at * 1000).toISOString(),
    });
  const filter = Filter.load();
  for (let i = 0; i < 50; i++) score(filter, query("wpad.corp.example", START + i));
  expect(feature(filter, query("wpad.corp.example", START + 50), "source_errors")).toBeLessThanOrEqual(1);
  for (let i = 0; i < 50; i++) score(filter, query(`h${i}.corp.example`, START + 51 + i));
  expect(feature(filter, query("z.corp.example", START + 101), "source_errors")).toBeGreaterThan(40);
});

it("a client that polls is told from one that looks around", () => {
  const filter = Filter.load();
  for (let i = 0; i < 40; i++)
    score(filter, web(PERSON, "/api/state", START + i * 5, 200, { referer: PAGE }));
  expect(
    feature(filter, web(PERSON, "/api/state", START + 200, 200), "source_repeats"),
  ).toBeGreaterThanOrEqual(7);
  for (let i = 0; i < 40; i++)
    score(filter, web("203.0.113.8", `/post/${i}`, START + i * 5, 200, { agent: BROWSER }));
  expect(
    feature(filter, web("203.0.113.8", "/post/99", START + 200, 200), "source_repeats"),
  ).toBeLessThanOrEqual(1);
});

it("a proxy that forwards to itself makes no robot of its client", () => {
  const filter = Filter.load();
  for (let i = 0; i < 400; i++) {
    const event = score(filter, web(PERSON, "/", START + Math.floor(i / 200), 502));
    expect(event.label, `request ${i}`).toBe("normal");
  }
  expect(score(filter, web(PERSON, "/", START + 3, 504)).why).toContain("client:failing");
});
