/** What shippers, container runtimes and their tools put around a line. */
const STAMP = "2026-11-21T06:25:00.123456789Z";
const EPOCH = 1795242300.123456;
/** The time of all wrappers that have one. */
export const STAMP_SECONDS = 1795242300.123;

/** The line in a wrapper, as the text of another line. */
export const WRAPPERS: Record<string, (line: string) => string> = {
  "Docker's json-file": (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: STAMP }),
  CRI: (line) => `${STAMP} stdout F ${line}`,
  "CRI, a part": (line) => `2026-11-21T07:25:00.123456789+01:00 stderr P ${line}`,
  "docker logs -t": (line) => `${STAMP} ${line}`,
  "docker compose logs": (line) => `web-1  | ${line}`,
  "docker compose logs -t": (line) => `web-1  | ${STAMP} ${line}`,
  "docker service logs -t": (line) => `${STAMP} shop_web.1.of166iz3i553@node7    | ${line}`,
  "kubectl logs --prefix": (line) => `[pod/shop-7cfd7/web] ${line}`,
  "kubectl logs --prefix --timestamps": (line) => `[pod/shop-7cfd7/web] ${STAMP} ${line}`,
  GELF: (line) =>
    JSON.stringify({ version: "1.1", host: "node7", short_message: line, timestamp: EPOCH, level: 6 }),
  "a JSON log": (line) => JSON.stringify({ level: "info", message: line, service: "shop" }),
  "JSON in Docker's JSON": (line) =>
    JSON.stringify({ log: JSON.stringify({ msg: line }), stream: "stderr", time: STAMP }),
};
