import { parseArgs } from "node:util";
import { migrate } from "../../store/migrate.ts";
import { openStore } from "../../store/open.ts";
import { fillForSearch } from "./search-fill.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000000" },
    days: { type: "string", default: "7" },
    data: { type: "string", default: ".smartlog-bench-search" },
  },
});
const store = await openStore({ dataDir: values.data });
try {
  await migrate(store.url);
  const end = new Date(new Date().setUTCHours(24, 0, 0, 0));
  await fillForSearch(store.pool, { events: Number(values.events), days: Number(values.days), end });
} finally {
  await store.close();
}
