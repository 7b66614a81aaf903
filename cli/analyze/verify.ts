/** Asks whether those that claim to be crawlers are, and puts it into the figures. */
import { claimOf } from "../../crawlers/crawlers.ts";
import { verify } from "../../crawlers/verify.ts";
import type { Analysis } from "../../report/analyze/analysis.ts";
import type { Figures } from "../../report/analyze/figures/figures.ts";
import { say } from "../lib/output.ts";
import { resolverOf } from "../verify-bots/run.ts";

/** Those with the most requests: each takes a look-up or two. */
const MOST_ASKED = 200;
const AT_ONCE = 8;
const MOST_RUN_MS = 60_000;

export async function verifyRobots(figures: Figures, analysis: Analysis): Promise<void> {
  const robots = new Map(figures.web?.robots.rows.map((robot) => [robot.name, robot]));
  const due = analysis.web.claimants.top(MOST_ASKED).map(([, claimant]) => claimant);
  const resolver = resolverOf();
  const until = performance.now() + MOST_RUN_MS;
  let unanswered = 0;
  let next = 0;
  const work = async () => {
    while (next < due.length && performance.now() < until) {
      const { address, agent, robot } = due[next++] as (typeof due)[number];
      const row = robots.get(robot);
      const claim = claimOf(agent);
      if (!row || !claim) continue;
      const outcome = await verify(address, claim.crawler, undefined, resolver);
      if (outcome.away) unanswered++;
      row.checked ??= { verified: 0, claimed: 0, impostor: 0 };
      row.checked[outcome.status]++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (unanswered > 0)
    say(`the name server gave no answer for ${unanswered} of ${due.length} crawlers' addresses`);
}
