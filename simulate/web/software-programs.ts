/** Programs that come to an application by themselves: its people's apps, other servers of its kind, pollers, robots, tools. */
import { isbot } from "isbot";
import { privateV4, publicAddress } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import { browserProtocol, type Client, toolProtocol } from "./client.ts";
import type { Hit, Hits } from "./hit.ts";
import type { Site } from "./site.ts";
import { type Caller, caller } from "./software/agents.ts";
import { statusOf } from "./software/request.ts";
import type { Asked, Installed } from "./software/software.ts";
import { request, steadyTarget } from "./software-people.ts";
import { refusal } from "./software-state.ts";

const HITS_MOST = 60;
/** Share of programs in the site's own network. */
const LAN_SHARE = { app: 0.25, other: 0.4 };

/** What `useProgram` calls an app whose name alone looks like a robot's, so that no one learns from it what a robot is called. */
export const UNCLEAR_APP = "app of its own name";

function clientOf(rng: Random, site: Site, { userAgent, kind }: Caller): Client {
  const isPersons = kind === "app" || kind === "person";
  const isUnclear = isPersons && isbot(userAgent) && rng.chance(0.5);
  const type = isUnclear ? UNCLEAR_APP : isPersons ? "app" : "integration";
  const ip = rng.chance(isPersons ? LAN_SHARE.app : LAN_SHARE.other)
    ? privateV4(rng)
    : publicAddress(rng, 0.1);
  return {
    actor: `${kind}-${rng.uint32().toString(36)}`,
    ip,
    agent: userAgent,
    protocol: isPersons ? browserProtocol(rng, site) : toolProtocol(rng),
    bot: isPersons ? 0 : 1,
    threat: 0,
    type,
  };
}

/** How often a request comes in one session, and the seconds from one to the next. */
function pace(
  rng: Random,
  { rhythm, seconds }: Asked,
  refused: boolean,
): { count: number; gap: (i: number) => number } {
  const steady = (every: number) => () => every * (0.97 + rng.float() * 0.06);
  switch (rhythm) {
    case "poll":
    case "cron":
    case "long-poll":
      return { count: rng.int(3, 40), gap: steady(Math.max(0.5, seconds)) };
    case "ws":
      return refused
        ? { count: rng.int(3, 30), gap: (i) => Math.min(60, 1.6 ** i) * (0.9 + rng.float() * 0.2) }
        : { count: rng.int(1, 4), gap: () => rng.exponential(3600) };
    case "stream":
      return { count: rng.int(1, 30), gap: () => rng.exponential(6) };
    case "burst":
      return { count: rng.int(5, 60), gap: () => rng.exponential(0.15) };
    case "sync":
      return { count: rng.int(3, 50), gap: () => rng.exponential(0.5) };
    default:
      return { count: rng.int(1, 3), gap: () => rng.exponential(2) };
  }
}

/** A session of one program: some of what it asks for, each at its own pace. */
export function* useProgram(rng: Random, site: Site, installed: Installed, start: number): Hits {
  const { software } = installed;
  const named = software.requests.filter(({ agent }) => agent !== undefined);
  if (named.length === 0) return;
  const name = rng.pick(named).agent as string;
  const client = clientOf(rng, site, caller(rng, software, name));
  const own = named.filter(({ agent }) => agent === name);
  const hits: Hit[] = [];
  for (const asked of rng.shuffle([...own]).slice(0, rng.int(1, 4))) {
    const refused = refusal(site, asked);
    // What is answered in one way is mostly answered so each time.
    const usual = refused ?? statusOf(rng, asked);
    const { count, gap } = pace(rng, asked, refused !== undefined);
    const isRepeated = asked.seconds > 0 || asked.rhythm === "ws";
    const target = isRepeated ? steadyTarget(rng, site, installed, asked) : {};
    let time = start + rng.exponential(2);
    for (let i = 0; i < count; i++) {
      const status = refused ?? (rng.chance(0.9) ? usual : statusOf(rng, asked));
      hits.push({ ...request(rng, site, installed, client, time, asked, undefined, status), ...target });
      time += gap(i);
    }
  }
  hits.sort((a, b) => a.time - b.time);
  yield* hits.slice(0, HITS_MOST);
}
