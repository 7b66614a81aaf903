import { DEFAULT_PORT } from "../../server/default-port.ts";
import { type RunningServer, startServer } from "../../server/index.ts";
import { importGeo } from "../../store/geo.ts";
import type { Store } from "../../store/open.ts";
import { serveUrl } from "../../store/roles.ts";
import { keepUp } from "../../store/upkeep.ts";
import { messageOf } from "../lib/errors.ts";

/** The viewer beside a replay: dashboards of what is being stored. */
export interface Viewer {
  /** Where it is; undefined where it could not be started, which is no reason not to store. */
  url: string | undefined;
  close(): Promise<void>;
}

function isTaken(error: unknown): boolean {
  return (error as { code?: unknown }).code === "EADDRINUSE";
}

/** Starts the viewer on the port that is given, or its usual one, or any free one where that is taken; on the loopback address only. */
export async function openViewer(
  store: Store,
  { module, port, isSample }: { module?: string; port?: number; isSample: boolean },
  watchOf: () => { secret?: string | undefined; rules: readonly string[] } | undefined,
  say: (text: string) => void,
): Promise<Viewer> {
  let server: RunningServer;
  try {
    const options = {
      databaseUrl: await serveUrl(store, say),
      linkSecretOf: () => watchOf()?.secret,
      ruleFoldersOf: () => watchOf()?.rules ?? [],
      grafanaUrl: process.env.SMARTLOG_GRAFANA_URL,
      isSample,
      ...(module === undefined ? {} : { module }),
    };
    server = await startServer({ ...options, port: port ?? DEFAULT_PORT }).catch((error: unknown) => {
      if (port !== undefined || !isTaken(error)) throw error;
      return startServer({ ...options, port: 0 });
    });
  } catch (error) {
    say(`no dashboards: ${messageOf(error)}`);
    return { url: undefined, close: async () => {} };
  }
  // Takes a few seconds at the first start; until then countries are unknown.
  const geo = importGeo(store.pool).catch((error: unknown) => {
    say(`countries stay unknown: ${messageOf(error)}`);
  });
  const upkeep = keepUp(store.pool, say);
  const close = async () => {
    await Promise.all([geo, upkeep.stop()]);
    await server.close();
  };
  return { url: server.url, close };
}
