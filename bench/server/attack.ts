/** An attack on a server, and what attacks share. */
import { connect, type Socket } from "node:net";

export interface Attack {
  name: string;
  /** Makes the bodies beforehand, so that the time for it is not measured as the server's. */
  prepare?(): void;
  /** @returns the outcome, in some words */
  run(url: string): Promise<string>;
}

/** Bytes. */
export const MB = 1_000_000;

/** The status, or 0 where there was no answer. */
export async function post(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<number> {
  try {
    const answer = await fetch(url, { method: "POST", body: body as string, headers });
    for await (const _chunk of answer.body ?? []);
    return answer.status;
  } catch {
    return 0;
  }
}

/** Statuses with their counts, in words. */
export function counted(statuses: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, n]) => `${n} × ${status || "no answer"}`).join(", ");
}

/** A connection that ignores its errors. */
export function dial(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on("error", () => {});
}

export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
