/** A publication to try: a module in a folder, a shipper that loads it, a registry that knows it, and a candidate. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { insertModel, servingModel } from "../../store/models.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { readModel } from "../../trainer/model/read.ts";
import type { Confirm } from "../../trainer/publish/confirm.ts";
import type { PublishContext, PublishResult, PublishStep } from "../../trainer/publish/context.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { recover } from "../../trainer/publish/recover.ts";
import { fluentBit, type Runner } from "../../trainer/publish/reload.ts";
import { registerModule } from "../../trainer/registry/register-module.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT, BUILT_ID, blobNamed, moduleNamed } from "./models.ts";
import { StandInShipper } from "./stand-in-shipper.ts";

/** Id of the candidate, which is in the registry. */
export const NEW = "2026-11-21.1";
export const CONFIRM_SECONDS = 2;
/** Time in which the stand-in shipper has shipped lines. */
const SHIPPED_MS = 300;

export interface Choice {
  confirm?: Confirm;
  runners?: Runner[];
  module?: Buffer;
  steps?: PublishStep[];
}

/** A publication for each test of a file. */
export class Publication {
  store!: TestStore;
  folder!: string;
  /** Path of the module in place; at first the built one. */
  target!: string;
  shipper!: StandInShipper;
  url!: string;

  constructor() {
    beforeAll(async () => {
      this.store = await testStore();
    });
    afterAll(() => this.store?.close());
    beforeEach(() => this.#begin());
    afterEach(async () => {
      await this.shipper.stop();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  async #begin(): Promise<void> {
    await this.store.empty();
    await this.store.pool.query("truncate smartlog.models, smartlog.score_bins");
    this.folder = mkdtempSync(join(tmpdir(), "smartlog-publish-"));
    this.target = join(this.folder, "filter.wasm");
    writeFileSync(this.target, BUILT);
    this.shipper = new StandInShipper(this.store, this.target);
    this.url = await this.shipper.start();
    const client = await this.store.pool.connect();
    await registerModule(client, BUILT);
    client.release();
    await this.addCandidate(NEW, BUILT_ID);
  }

  addCandidate(id: string, parent: string): Promise<void> {
    return insertModel(this.store.pool, {
      id,
      parent,
      origin: "trained",
      status: "candidate",
      reason: "",
      blob: blobNamed(id),
    });
  }

  /** Runs `work` with the lock held. */
  exclusively<T>(choice: Choice, work: (context: PublishContext) => Promise<T>): Promise<T> {
    const { confirm = "events", runners = [fluentBit(this.url)], steps = [] } = choice;
    return withTrainerLock(this.store.pool, ({ client }) =>
      work({
        client,
        target: this.target,
        runners,
        confirm,
        confirmSeconds: CONFIRM_SECONDS,
        onStep: (step) => steps.push(step),
      }),
    );
  }

  publishNew(choice: Choice = {}): Promise<PublishResult> {
    return this.exclusively(choice, (context) => publish(context, choice.module ?? moduleNamed(NEW), NEW));
  }

  /** Lets the shipper ship lines of the model in place. */
  shipped(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, SHIPPED_MS));
  }

  /** File, registry and shipper have the same model, and the publication has left no files. */
  async expectSettled(id: string): Promise<void> {
    expect(readModel(readFileSync(this.target)).id).toBe(id);
    expect((await servingModel(this.store.pool))?.id).toBe(id);
    expect(this.shipper.loaded).toBe(id);
    expect(readdirSync(this.folder).filter((name) => /new$|publishing$/.test(name))).toEqual([]);
  }

  /** Publishes in a process that is killed after a step; an empty module: a recovery. */
  publishAndDie(step: PublishStep | "never", module = moduleNamed(NEW)): Promise<NodeJS.Signals | null> {
    const file = join(this.folder, "candidate");
    writeFileSync(file, module);
    const script = new URL("publish-and-die.mjs", import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      [script, this.store.urlOf("train"), this.target, module.length ? file : "", NEW, this.url, step],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    return new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  }

  /** Recovers, as soon as Postgres has noticed that the killed session is gone, and freed its lock. */
  async recovered(): Promise<string | undefined> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.exclusively({}, recover);
      } catch (error) {
        if (!/another training/.test(String(error)) || attempt > 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
