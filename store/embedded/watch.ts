import { startOf } from "./process.ts";

const LOOK_EVERY_MS = 1_000;

/** Looks now and then whether the process is still there; keeps no program running. */
export function watchEnd(pid: number): { gone: Promise<void>; stop(): void } {
  const start = startOf(pid);
  let timer: NodeJS.Timeout;
  const gone = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (start !== undefined && startOf(pid) === start) return;
      clearInterval(timer);
      resolve();
    }, LOOK_EVERY_MS).unref();
  });
  return { gone, stop: () => clearInterval(timer) };
}
