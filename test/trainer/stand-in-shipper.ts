/** What of Fluent Bit a publication sees: its HTTP reload, its counters, and the events that it brings. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Filter } from "../../host/filter.ts";
import { ingest } from "../../store/ingest.ts";
import type { TestStore } from "../store/test-store.ts";

/**
 * `well`: loads the module and ships lines. `stuck`: counts reloads and goes on with the old module. `drops`: its filter
 * drops lines after a reload. `quiet`: has no lines. `off`: hot reload is not enabled. `deaf`: never counts a reload.
 */
export type Manner = "well" | "stuck" | "drops" | "quiet" | "off" | "deaf";

const LINES_EVERY_MS = 100;

export class StandInShipper {
  manner: Manner = "well";
  /** Model that it runs. */
  loaded = "";
  reloads = 0;
  readonly #store: TestStore;
  readonly #module: string;
  #filter: Filter;
  #read = 0;
  #dropped = 0;
  #server: Server | undefined;
  #timer: NodeJS.Timeout | undefined;
  #line = 0;

  constructor(store: TestStore, module: string) {
    this.#store = store;
    this.#module = module;
    this.#filter = this.#load();
  }

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      const answer = this.#answer(request.method ?? "", request.url ?? "");
      response
        .writeHead(answer ? 200 : 404, { "content-type": "application/json" })
        .end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", () => resolve()));
    this.#timer = setInterval(() => void this.#ship().catch(() => {}), LINES_EVERY_MS);
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** As when its service manager starts it again. */
  restart(): void {
    this.#filter = this.#load();
    this.reloads = 0;
  }

  #answer(method: string, url: string): object | undefined {
    if (url === "/api/v1/metrics")
      return {
        input: { "tail.0": { records: this.#read } },
        filter: { "wasm.0": { drop_records: this.#dropped, add_records: 0 }, "grep.1": { drop_records: 9 } },
      };
    if (url !== "/api/v2/reload") return undefined;
    if (method === "GET") return { hot_reload_count: this.reloads };
    if (this.manner === "off") return { reload: "not enabled", status: -1 };
    if (this.manner === "deaf") return { reload: "done", status: 0 };
    this.reloads++;
    this.#read = 0;
    this.#dropped = 0;
    if (this.manner !== "stuck") this.#filter = this.#load();
    return { reload: "done", status: 0 };
  }

  #load(): Filter {
    const filter = Filter.load(readFileSync(this.#module));
    this.loaded = (JSON.parse(filter.score('{"log":"x"}')) as { smartlog: { model: string } }).smartlog.model;
    return filter;
  }

  async #ship(): Promise<void> {
    if (this.manner === "quiet") return;
    this.#read++;
    if (this.manner === "drops") {
      this.#dropped++;
      return;
    }
    const record = JSON.stringify({ file: this.#module, offset: this.#line++, log: `line ${this.#line}` });
    const time = Date.now() / 1000;
    await ingest(this.#store.pool, "t", [{ time, data: this.#filter.score(record) }]);
  }
}
