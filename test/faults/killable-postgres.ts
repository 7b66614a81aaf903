import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../store/embedded/port.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { PASSWORDS } from "../store/passwords.ts";

/** A real Postgres that can be killed and started again, always on the same port with the same data. */
export class KillableServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), "smartlog-faults-"));
  #store: Store | undefined;
  #port = 0;

  async start(): Promise<void> {
    this.#port ||= await freePort();
    this.#store = await openStore({ dataDir: this.dataDir, port: this.#port });
  }

  async migrate(): Promise<void> {
    await migrate(this.store.url, { env: PASSWORDS });
  }

  get store(): Store {
    if (!this.#store) throw new Error("the server is down");
    return this.#store;
  }

  /** All of it, at once, without a word: what the shipper was told is stored has to be there afterwards. */
  async kill(): Promise<void> {
    const pid = Number(readFileSync(join(this.dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(pid, "SIGKILL");
    await this.stop();
  }

  async stop(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    await store?.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
