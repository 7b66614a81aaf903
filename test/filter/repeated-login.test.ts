/** `last message repeated 2 times` stands for the login before it. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { login, START, said, score } from "./traffic.ts";

const GUESSER = "203.0.113.66";
const again = (at: number, times: number, program = "sshd") =>
  said(at, program, `last message repeated ${times} ${times > 1 ? "times" : "time"}`);

describe("a login that failed and came again", () => {
  it("counts as often as it is said, of its address and account", () => {
    const filter = Filter.load();
    score(filter, login(GUESSER, "root", START));
    const event = score(filter, again(START + 3, 2));
    expect(event).toMatchObject({
      kind: "auth",
      ip: GUESSER,
      user: "root",
      outcome: "failure",
      label: "attack",
    });
    expect(event.why[0]).toBe("attack:brute-force");
  });

  it("needs no tag where it comes right behind", () => {
    const untagged = (at: number) => again(at, 2).replace("sshd[77]: ", "");
    const filter = Filter.load();
    score(filter, login(GUESSER, "root", START));
    expect(score(filter, untagged(START + 3))).toMatchObject({ ip: GUESSER, label: "attack" });
    score(filter, said(START + 5, "systemd", "Started Session 1 of User ada."));
    expect(score(filter, untagged(START + 6)).ip).toBeUndefined();
  });

  it("is another's where another program or process says so", () => {
    const filter = Filter.load();
    score(filter, login(GUESSER, "root", START));
    expect(score(filter, again(START + 3, 9, "kernel")).ip).toBeUndefined();
    expect(score(filter, again(START + 3, 9).replace("[77]", "[78]")).ip).toBeUndefined();
  });

  it.each([
    "Accepted publickey for ada from 203.0.113.9 port 40022 ssh2",
    "Received disconnect from 203.0.113.9 port 40022:11: disconnected by user",
  ])("is none where its program has said something else since: %s", (since) => {
    const filter = Filter.load();
    score(filter, login(GUESSER, "root", START));
    score(filter, said(START + 1, "sshd", since));
    const event = score(filter, again(START + 3, 9));
    expect(event).not.toHaveProperty("outcome");
    expect(event.label).toBe("normal");
  });

  it("is nothing where nothing failed", () => {
    expect(score(Filter.load(), again(START, 3))).toMatchObject({ label: "normal" });
  });
});
