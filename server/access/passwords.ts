/**
 * Passwords are hashed in a thread of their own, which is there only while it is needed, one after the other, and with a rest
 * between them, at a quarter of a processor at most: whoever guesses passwords keeps neither the event loop nor a machine with one processor.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { HttpError } from "../http/error.ts";
import type { Job, Result } from "./password-worker.ts";

const WORKER = join(PACKAGE_ROOT, "build", "server", "access", "password-worker.js");
const MAX_WAITING = 32;
/** After each, which costs some 40 ms of a processor. */
const REST_MS = 150;
const IDLE_MS = 30_000;
/** Of a hash, which takes some 40 ms where nothing else runs. */
const TIMEOUT_MS = 10_000;
const HEAP_MB = 24;

export class Passwords {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: NodeJS.Timeout | undefined;
  #restUntil = 0;
  #jobs = 0;
  #isClosed = false;

  /** @throws HttpError 503 where too many wait */
  async hash(password: string): Promise<string> {
    return (await this.#run({ password })) as string;
  }

  /** Whether a password is the one of a hash. @throws HttpError 503 where too many wait */
  async isRight(password: string, hash: string): Promise<boolean> {
    return (await this.#run({ password, hash })) as boolean;
  }

  /** Those that wait are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #run(job: Omit<Job, "id">): Promise<string | boolean> {
    if (this.#waiting >= MAX_WAITING)
      throw new HttpError(503, "too many are logging in", "Try again in a few seconds.");
    this.#waiting++;
    const before = this.#last;
    const work = (async () => {
      await before.catch(() => {});
      await sleep(Math.max(this.#restUntil - performance.now(), 0));
      try {
        return await this.#ask({ ...job, id: this.#jobs++ });
      } finally {
        this.#restUntil = performance.now() + REST_MS;
        this.#waiting--;
      }
    })();
    this.#last = work;
    return work;
  }

  #ask(job: Job): Promise<string | boolean> {
    if (this.#isClosed) throw new HttpError(503, "the server ends", "Try again in a moment.");
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(WORKER, {
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 2 },
    });
    const worker = this.#worker;
    return new Promise<string | boolean>((resolve, reject) => {
      const timer = setTimeout(() => fail(new Error("a password took too long to hash")), TIMEOUT_MS);
      const settle = () => {
        clearTimeout(timer);
        worker.off("message", onMessage).off("error", fail).off("exit", onExit);
      };
      const fail = (error: unknown) => {
        settle();
        if (this.#worker === worker) this.#worker = undefined;
        void worker.terminate();
        reject(error);
      };
      const onExit = () => fail(new Error("the thread that hashes passwords ended"));
      const onMessage = (result: Result) => {
        if (result.id !== job.id) return;
        settle();
        this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref();
        if ("error" in result) reject(new Error(result.error));
        else resolve(result.value);
      };
      worker.on("message", onMessage).on("error", fail).on("exit", onExit);
      worker.postMessage(job);
    });
  }
}
