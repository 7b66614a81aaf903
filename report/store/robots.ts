/** Robots by name, with what they took, and whether they are who they say. */
import { claimOf } from "../../crawlers/crawlers.ts";
import type { RobotName } from "../../crawlers/names.ts";
import { robotOf } from "../../crawlers/robot-of.ts";
import type { Agent, CrawlerCheck } from "../../store/report/agents.ts";

/**
 * verified, impostor, mixed: as `smartlog verify-bots` found its addresses. untold: it looked, and can't tell. unchecked: it didn't
 * look. undocumented: its maker says no way to tell. tool: a library or command, which claims to be nobody.
 */
export type RobotIdentity =
  | "verified"
  | "impostor"
  | "mixed"
  | "untold"
  | "unchecked"
  | "undocumented"
  | "tool";

export interface RobotTraffic {
  /** As its maker writes it. */
  name: string;
  class: RobotName["class"];
  group: string;
  requests: number;
  /** Null where some were stored before bytes were counted. */
  bytes: number | null;
  identity: RobotIdentity;
  /** Addresses by what was found of them. */
  verified: number;
  claimed: number;
  impostors: number;
  impostorRequests: number;
  impostorBytes: number;
}

/** Robots that user agents name, those that took most first. */
export function robotsOf(agents: readonly Agent[], checks: readonly CrawlerCheck[]): RobotTraffic[] {
  const found = new Map<
    string,
    { robot: RobotName; requests: number; bytes: number | null; claims: Set<string> }
  >();
  for (const { ua, requests, bytes } of agents) {
    const robot = robotOf(ua);
    if (!robot) continue;
    const sum = found.get(robot.name) ?? { robot, requests: 0, bytes: 0, claims: new Set() };
    sum.requests += requests;
    sum.bytes = sum.bytes === null || bytes === null ? null : sum.bytes + bytes;
    const claim = claimOf(ua)?.name;
    if (claim !== undefined) sum.claims.add(claim);
    found.set(robot.name, sum);
  }
  return [...found.values()]
    .map(({ robot, requests, bytes, claims }) => ({
      name: robot.written,
      class: robot.class,
      group: robot.group,
      requests,
      bytes,
      ...identified(
        robot,
        checks.filter(({ crawler }) => claims.has(crawler)),
        claims.size > 0,
      ),
    }))
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || b.requests - a.requests || (a.name < b.name ? -1 : 1));
}

type Identified = Pick<
  RobotTraffic,
  "identity" | "verified" | "claimed" | "impostors" | "impostorRequests" | "impostorBytes"
>;

function identified(robot: RobotName, checks: readonly CrawlerCheck[], isDocumented: boolean): Identified {
  const sum = (pick: (check: CrawlerCheck) => number) =>
    checks.reduce((total, each) => total + pick(each), 0);
  const [verified, claimed, impostors] = [
    sum((each) => each.verified),
    sum((each) => each.claimed),
    sum((each) => each.impostors),
  ];
  return {
    identity: identityOf(robot, isDocumented, { verified, claimed, impostors }),
    verified,
    claimed,
    impostors,
    impostorRequests: sum((each) => each.impostorRequests),
    impostorBytes: sum((each) => each.impostorBytes),
  };
}

function identityOf(
  robot: RobotName,
  isDocumented: boolean,
  { verified, claimed, impostors }: Pick<Identified, "verified" | "claimed" | "impostors">,
): RobotIdentity {
  if (verified > 0) return impostors > 0 ? "mixed" : "verified";
  if (impostors > 0) return "impostor";
  if (claimed > 0) return "untold";
  if (isDocumented) return "unchecked";
  return robot.class === "welcome" ? "undocumented" : "tool";
}

/** What is said of it, in words; empty of a tool. */
export function identityText({ identity, impostors }: Pick<RobotTraffic, "identity" | "impostors">): string {
  const texts: Record<RobotIdentity, string> = {
    verified: "verified",
    impostor: "an impostor",
    mixed: `verified, besides ${impostors} ${impostors === 1 ? "impostor" : "impostors"}`,
    untold: "can't be told",
    unchecked: "not checked",
    undocumented: "can't be checked",
    tool: "",
  };
  return texts[identity];
}
