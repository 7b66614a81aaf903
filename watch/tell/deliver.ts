/**
 * Sends what is in the outbox. At least once: a message is claimed, sent, and settled. Who is killed between the other
 * side's answer and the note of it sends the same again, under the same name (deliveryKey), when the claim has run out.
 */
import type { Pool } from "pg";
import { type Claim, claim, noteChannels, type Outcome, settle } from "../../store/messages/outbox.ts";
import { type Channel, DeliveryError } from "../channels/channel.ts";
import type { Content, Message } from "../message.ts";

type Stored = Content & { answers: string | null };

/** Longer than a try may take. */
const LEASE_SECONDS = 120;
const TRY_MS = 60_000;
/** A channel that says to wait for longer is asked again all the same. */
const MOST_WAIT_SECONDS = 3_600;
/** A message that is refused may be refused by mistake: it is tried so often. */
const MOST_REFUSALS = 3;
const REFUSED_WAIT_SECONDS = 60;
/** Of a round and channel, so that a long queue does not hold up the next plan. */
const MOST_A_ROUND = 20;

export interface Round {
  sent: number;
  /** Channels that did not take what they were to send, and why. */
  failures: { channel: string; error: string }[];
}

/** Sends by channels. It remembers what it could not settle, while Postgres is away. */
export class Delivery {
  readonly #unsettled = new Map<string, { message: string; channel: string; outcome: Outcome }>();
  #isStopped = false;

  /**
   * Sends what is due now, each channel for itself.
   *
   * @param channels by name, as they are now
   * @throws the store's errors; what was sent meanwhile is settled with the next round
   */
  async round(pool: Pool, channels: ReadonlyMap<string, Channel>): Promise<Round> {
    for (const [key, { message, channel, outcome }] of this.#unsettled) {
      await settle(pool, message, channel, outcome);
      this.#unsettled.delete(key);
    }
    await noteChannels(
      pool,
      [...channels].map(([channel, { type }]) => ({ channel, type })),
    );
    const round: Round = { sent: 0, failures: [] };
    const done = await Promise.allSettled(
      [...channels].map(([name, channel]) => this.#channel(pool, name, channel, round)),
    );
    const broken = done.find((each) => each.status === "rejected");
    if (broken) throw broken.reason;
    return round;
  }

  /** No further message is begun; one that is on its way is not cut off, since it may have arrived already. */
  stop(): void {
    this.#isStopped = true;
  }

  async #channel(pool: Pool, name: string, channel: Channel, round: Round): Promise<void> {
    for (let nth = 0; nth < MOST_A_ROUND && !this.#isStopped; nth++) {
      const claimed = await claim<Stored>(pool, name, LEASE_SECONDS);
      if (!claimed) return;
      const outcome = await this.#try(channel, claimed);
      const key = `${claimed.id} ${name}`;
      // Kept until it is noted: Postgres may end between the two.
      this.#unsettled.set(key, { message: claimed.id, channel: name, outcome });
      await settle(pool, claimed.id, name, outcome);
      this.#unsettled.delete(key);
      if (outcome.state === "sent") round.sent++;
      else round.failures.push({ channel: name, error: outcome.error });
      if (outcome.state === "down") return;
    }
  }

  async #try(channel: Channel, claimed: Claim<Stored>): Promise<Outcome> {
    try {
      const warning = await channel.send(messageOf(claimed), AbortSignal.timeout(TRY_MS));
      return { state: "sent", warning };
    } catch (error) {
      return outcomeOf(error, claimed.attempts);
    }
  }
}

function messageOf({ id, owner, kind, severity, madeAt, content }: Claim<Stored>): Message {
  return { id, owner, kind, severity, madeAt, ...content };
}

function outcomeOf(error: unknown, attempts: number): Outcome {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof DeliveryError && error.of === "message")
    return attempts >= MOST_REFUSALS
      ? { state: "failed", error: text }
      : { state: "refused", error: text, waitSeconds: REFUSED_WAIT_SECONDS };
  const asked = error instanceof DeliveryError ? error.retryAfterSeconds : undefined;
  return {
    state: "down",
    error: text,
    waitSeconds: asked === undefined ? undefined : Math.min(asked, MOST_WAIT_SECONDS),
  };
}
