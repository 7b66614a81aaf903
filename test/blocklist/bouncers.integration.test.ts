/** CrowdSec's own bouncers (Debian's packages) ask a real server for decisions, in a network namespace of the test's own. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../../blocklist/lib/policy.ts";
import { type RunningServer, startServer } from "../../server/index.ts";
import { serveUrl } from "../../store/roles.ts";
import { findBinary, type Shipper } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { DAY_MS, incident, NOWHERE } from "./incidents.ts";
import { Namespace, whyNoNamespace } from "./namespace.ts";

const KEY = "a-key-of-bouncers";
const noNamespace = whyNoNamespace();
const custom = findBinary(
  "crowdsec-custom-bouncer",
  "SMARTLOG_CUSTOM_BOUNCER",
  "CrowdSec's custom bouncer",
) as string;
const firewall = findBinary(
  "crowdsec-firewall-bouncer",
  "SMARTLOG_FIREWALL_BOUNCER",
  "CrowdSec's firewall bouncer",
) as string;
const nft = findBinary("nft", "SMARTLOG_NFT", "CrowdSec's firewall bouncer, with nftables") as string;
const ipset = findBinary("ipset", "SMARTLOG_IPSET", "CrowdSec's firewall bouncer, with ipset") as string;
const root = temporaryFolder();

/** A server over a store of its own, and a namespace for a bouncer that asks it. */
class World {
  readonly folder = mkdtempSync(join(root, "bouncer-"));
  readonly store: TestStore;
  readonly server: RunningServer;
  space!: Namespace;
  bouncer: Shipper | undefined;

  static async make(): Promise<World> {
    const store = await testStore();
    const decisions = { key: KEY, policy: () => DEFAULT_POLICY, place: NOWHERE };
    const server = await startServer({ databaseUrl: await serveUrl(store), port: 0, decisions });
    const world = new World(store, server);
    world.space = await Namespace.open(world.folder, Number(new URL(server.url).port));
    return world;
  }

  private constructor(store: TestStore, server: RunningServer) {
    this.store = store;
    this.server = server;
  }

  /** Starts a bouncer that asks each second. */
  start(binary: string, settings: string): Shipper {
    const file = join(this.folder, "bouncer.yaml");
    writeFileSync(
      file,
      `api_url: ${this.space.url}
api_key: ${KEY}
update_frequency: 1s
daemonize: false
log_mode: stdout
log_level: debug
prometheus: { enabled: false }
${settings}`,
    );
    this.bouncer = this.space.start(binary, binary, ["-c", file]);
    return this.bouncer;
  }

  /** A person closes the incident: its sources are off the list. */
  async closeIncident(id: string): Promise<void> {
    await this.store.pool.query(
      "update smartlog.incidents set state = 'closed', closed_at = now(), closed_by = 'ada' where id = $1",
      [id],
    );
  }

  async close(): Promise<void> {
    await this.bouncer?.stop();
    await this.space?.close();
    await this.server.close();
    await this.store.close();
  }
}

describe.skipIf(noNamespace)("with the list of the server", { timeout: 120_000, concurrent: true }, () => {
  test.skipIf(!custom)(
    "the custom bouncer calls its script for each decision that comes and goes",
    async ({ onTestFinished }) => {
      const world = await World.make();
      onTestFinished(() => world.close());
      const { store, folder } = world;
      const scan = await incident(store.pool, ["203.0.113.7"]);
      const calls = join(folder, "calls");
      const script = join(folder, "script");
      writeFileSync(script, `#!/bin/sh\nprintf '%s|' "$@" >>${calls}\necho >>${calls}\n`);
      chmodSync(script, 0o755);
      const lines = () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []);
      const running = world.start(
        custom,
        `bin_path: ${script}\nfeed_via_stdin: false\ncache_retention_duration: 1s\npiddir: ${folder}\n`,
      );
      await running.until(() => lines().length === 1);
      const [action, value, seconds, scenario, decision = ""] = (lines()[0] as string).split("|");
      expect([action, value, scenario]).toEqual(["add", "203.0.113.7", "smartlog/scan"]);
      expect(Number(seconds)).toBeGreaterThan(23 * 3_600);
      expect(JSON.parse(decision)).toMatchObject({
        origin: "smartlog",
        scope: "Ip",
        type: "ban",
        value: "203.0.113.7",
      });

      await incident(store.pool, ["2001:db8:1:2::7"], { class: "brute-force" });
      await running.until(() => lines().length === 3);
      expect(
        lines()
          .slice(1)
          .map((line) => line.split("|").slice(0, 2).join(" ")),
      ).toEqual(["add 2001:db8:1:2::/64", "add 2001:db8:1:2::7"]);

      await world.closeIncident(scan);
      await running.until(() => lines().length === 4);
      expect(lines()[3]?.split("|").slice(0, 2)).toEqual(["del", "203.0.113.7"]);
    },
  );

  test.skipIf(!firewall || !nft)(
    "the firewall bouncer drops with nftables, lets go, and holds on to what lasts longer",
    async ({ onTestFinished }) => {
      const world = await World.make();
      onTestFinished(() => world.close());
      const { store, space, folder } = world;
      const lasting = await incident(store.pool, ["203.0.113.7"], { first: DAY_MS, last: DAY_MS - 12_000 });
      const running = world.start(
        firewall,
        `mode: nftables
pid_dir: ${folder}
deny_action: DROP
supported_decisions_types: [ban]
blacklists_ipv4: crowdsec-blacklists
blacklists_ipv6: crowdsec6-blacklists
nftables:
  ipv4: { enabled: true, set-only: false, table: crowdsec, chain: crowdsec-chain }
  ipv6: { enabled: true, set-only: false, table: crowdsec6, chain: crowdsec6-chain }
`,
      );
      await running.until(async () => (await space.dropped()).length > 0);
      expect(await space.dropped()).toEqual(["203.0.113.7"]);
      // It goes on: told again once the first time is over.
      await store.pool.query("update smartlog.incidents set last = now() where id = $1", [lasting]);
      await store.pool.query("update smartlog.incident_sources set last = now() where incident = $1", [
        lasting,
      ]);
      const guess = await incident(store.pool, ["2001:db8:1:2::7"], { class: "brute-force" });
      await running.until(async () => (await space.dropped()).includes("2001:db8:1:2::7"));
      await running.until(async () =>
        /203\.0\.113\.7 timeout 2[34]h/.test(await space.run(nft, ["list", "ruleset"])),
      );
      // Its sets of nftables hold no ranges: of the /64 only who took part is dropped.
      expect(await space.dropped()).toEqual(["203.0.113.7", "2001:db8:1:2::7"]);
      await world.closeIncident(guess);
      await world.closeIncident(lasting);
      await running.until(async () => (await space.dropped()).length === 0);
    },
  );

  test.skipIf(!firewall || !ipset)(
    "the firewall bouncer fills sets of ipset, with the /64",
    async ({ onTestFinished }) => {
      const world = await World.make();
      onTestFinished(() => world.close());
      const { store, space, folder } = world;
      await incident(store.pool, ["203.0.113.7", "2001:db8:1:2::7"]);
      await space.run(ipset, ["create", "crowdsec-blacklists", "hash:net", "timeout", "0"]);
      await space.run(ipset, [
        "create",
        "crowdsec6-blacklists",
        "hash:net",
        "family",
        "inet6",
        "timeout",
        "0",
      ]);
      const running = world.start(
        firewall,
        `mode: ipset
pid_dir: ${folder}
supported_decisions_types: [ban]
blacklists_ipv4: crowdsec-blacklists
blacklists_ipv6: crowdsec6-blacklists
`,
      );
      const members = async () =>
        (await space.run(ipset, ["save"])).split("\n").filter((line) => line.startsWith("add"));
      await running.until(async () => (await members()).length === 3);
      expect((await members()).map((line) => line.split(" ")[2]).sort()).toEqual([
        "2001:db8:1:2::/64",
        "2001:db8:1:2::7",
        "203.0.113.7",
      ]);
    },
  );
});
