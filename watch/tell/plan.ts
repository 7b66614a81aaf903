/**
 * Plans messages: compares each incident with what its owners were told, and puts what is new into the outbox. One
 * transaction, one planner at a time. It goes by what incidents are now, not by their history: a plan that comes late,
 * or was cut short, tells the same.
 */
import type { ClientBase, Pool } from "pg";
import { detailsOf, newsOf, type ToldIncident } from "../../store/messages/news.ts";
import { noteClosed, noteTold, putMessage, timesOf } from "../../store/messages/outbox.ts";
import { endPlan, lockPlan, type OwnerState, ownerStates, saveOwner } from "../../store/messages/owners.ts";
import type { WatchConfig } from "../config/config.ts";
import type { Owner } from "../config/owner.ts";
import { isQuiet, localTime } from "../config/units.ts";
import { type Content, keyOf } from "../message.ts";
import { contentOf, itemOf, MOST_ITEMS } from "./compose.ts";
import { afterwards, againAfterMs, type Decision, decide, worst } from "./decide.ts";
import { planDigest } from "./digest.ts";
import type { Planned, PlanOptions, RuleFacts } from "./planned.ts";

/** What comes within this after a message that was not critical comes with the next. */
const GROUP_MS = 40_000;
/** Whoever was away for longer than a day is told in the digest alone. */
const NEWS_MS = 24 * 3_600_000;

/** @returns what was planned; undefined where somebody else plans at this moment */
export async function planMessages(
  pool: Pool,
  config: WatchConfig,
  options: PlanOptions,
): Promise<Planned[] | undefined> {
  const client = await pool.connect();
  const began = performance.now();
  const now = options.now ?? new Date();
  try {
    await client.query("begin");
    if (!(await lockPlan(client))) {
      await client.query("rollback");
      return undefined;
    }
    const states = await ownerStates(
      client,
      config.owners.map(({ name }) => name),
      now,
    );
    const planned: Planned[] = [];
    for (const owner of config.owners) {
      const state = states.get(owner.name) as OwnerState;
      const plan = new OwnerPlan(client, config, owner, state, { ...options, now });
      planned.push(
        ...(await plan.tell()),
        ...(await planDigest(client, config, owner, state, { ...options, now })),
      );
      await saveOwner(client, state);
    }
    await endPlan(client, now, performance.now() - began);
    await client.query(options.dryRun ? "rollback" : "commit");
    return planned;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

interface Chosen {
  incident: ToldIncident;
  decision: Decision;
}

class OwnerPlan {
  readonly #client: ClientBase;
  readonly #config: WatchConfig;
  readonly #owner: Owner;
  readonly #state: OwnerState;
  readonly #rules: ReadonlyMap<string, RuleFacts>;
  readonly #now: Date;

  constructor(
    client: ClientBase,
    config: WatchConfig,
    owner: Owner,
    state: OwnerState,
    { rules, now }: PlanOptions & { now: Date },
  ) {
    this.#client = client;
    this.#config = config;
    this.#owner = owner;
    this.#state = state;
    this.#rules = rules;
    this.#now = now;
  }

  async tell(): Promise<Planned[]> {
    const [owner, state, now] = [this.#owner, this.#state, this.#now];
    const local = localTime(now, this.#config.timeZone);
    if (state.day !== local.day) [state.day, state.dayCount] = [local.day, 0];
    const news = await this.#news();
    const chosen = news.flatMap((incident): Chosen[] => {
      const decision = decide(incident, owner, now);
      return decision ? [{ incident, decision }] : [];
    });
    const untold = news.filter(
      ({ id, state, told }) =>
        state === "closed" && told && !chosen.some(({ incident }) => incident.id === id),
    );
    await noteClosed(
      this.#client,
      owner.name,
      untold.map(({ id }) => id),
    );
    const urgent = chosen.filter(({ decision }) => decision.isUrgent);
    const waits =
      (owner.quiet !== undefined && isQuiet(local, owner.quiet)) ||
      state.dayCount >= owner.budget ||
      (state.toldAt !== null && now.getTime() - state.toldAt.getTime() < GROUP_MS);
    const others = waits ? [] : chosen.filter(({ decision }) => !decision.isUrgent);
    if (others.length > 0) state.toldAt = now;
    const planned: Planned[] = [];
    for (const [channels, group] of this.#grouped([...urgent, ...others])) {
      if (group.some(({ decision }) => !decision.isUrgent)) state.dayCount++;
      planned.push(await this.#message(channels, group));
    }
    return planned;
  }

  #news(): Promise<ToldIncident[]> {
    const { name, least, only } = this.#owner;
    const now = this.#now.getTime();
    return newsOf(this.#client, {
      owner: name,
      owners: this.#config.owners.map((each) => each.name),
      only,
      least,
      since: this.#state.since,
      newsAfter: new Date(now - NEWS_MS),
      againBefore: new Date(now - againAfterMs(this.#owner)),
    });
  }

  /** By the channels that they go to; escalations go to those of their step. */
  #grouped(chosen: readonly Chosen[]): Map<string[], Chosen[]> {
    const groups = new Map<string, { channels: string[]; chosen: Chosen[] }>();
    for (const each of chosen) {
      const { incident, decision } = each;
      const channels =
        decision.step === undefined
          ? this.#channelsOf(incident)
          : (this.#owner.escalation[decision.step]?.channels ?? this.#owner.channels);
      const key = `${decision.change === "escalated"} ${channels.join(" ")}`;
      const group = groups.get(key) ?? { channels, chosen: [] };
      group.chosen.push(each);
      groups.set(key, group);
    }
    return new Map([...groups.values()].map((group) => [group.channels, group.chosen]));
  }

  /** A rule's own channels, as far as there are such. */
  #channelsOf({ class: name }: ToldIncident): string[] {
    const own = (this.#rules.get(name)?.channels ?? []).filter((channel) =>
      this.#config.channels.has(channel),
    );
    return own.length > 0 ? own : this.#owner.channels;
  }

  async #message(channels: string[], chosen: readonly Chosen[]): Promise<Planned> {
    const details = await detailsOf(
      this.#client,
      chosen.slice(0, MOST_ITEMS).map(({ incident }) => incident.id),
    );
    const items = chosen.map(({ incident, decision }) =>
      itemOf(
        { incident, change: decision.change },
        details.get(incident.id),
        this.#rules.get(incident.class)?.do ?? "",
      ),
    );
    const row = {
      owner: this.#owner.name,
      kind: chosen[0]?.decision.change === "escalated" ? ("escalated" as const) : ("told" as const),
      severity: worst(items.map(({ severity }) => severity)),
      madeAt: this.#now,
    };
    const answered = chosen.length === 1 ? (chosen[0]?.incident.told?.message ?? null) : null;
    const answeredAt =
      answered === null ? undefined : (await timesOf(this.#client, [answered])).get(answered);
    const answers = answered === null || answeredAt === undefined ? null : keyOf(answered, answeredAt);
    const content: Content & { answers: string | null } = {
      ...contentOf(items, this.#note(chosen)),
      answers,
    };
    const id = await putMessage(this.#client, { ...row, content }, channels);
    await noteTold(
      this.#client,
      this.#owner.name,
      chosen.map(({ incident, decision }) => afterwards(incident, decision, id, this.#now)),
    );
    return { message: { ...row, ...content, id }, channels };
  }

  /** The last message of a day says so. */
  #note(chosen: readonly Chosen[]): string {
    const { budget, digest } = this.#owner;
    const isLast = this.#state.dayCount === budget && chosen.some(({ decision }) => !decision.isUrgent);
    if (!isLast) return "";
    const rest = digest ? "the rest waits for the digest" : "the rest is on the page of incidents";
    return `This is message ${budget} of ${budget} today: ${rest}. Critical ones come always.`;
  }
}
