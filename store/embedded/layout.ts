import { join } from "node:path";

/**
 * What is in a data folder. Everything is its user's and closed to others, but for what the server's account needs.
 *
 *     .smartlog-data    says that the folder is SmartLog's
 *     postgres/         the cluster, owned by the account that runs it
 *     postgresql.conf   its settings, out of that account's reach
 *     postgres.log      what the server says; postgres.log.1, what it said before (log.ts)
 *     password          of the role `smartlog`
 *     users             reference-count FIFO: the server runs while a command holds it (supervisor.sh)
 *     lock              held while creating, starting, joining; it stays
 *     logs/             of the sample's: its log files (cli/start/sample.ts)
 *     reports/          what trainings say, unless they are told another place
 *     sample/           the data folder of the sample, in the one of one's own logs
 *     reserve           room on the disk for the command that makes room (reserve.ts)
 */
export interface Layout {
  /** The folder's real path. */
  folder: string;
  marker: string;
  cluster: string;
  settings: string;
  log: string;
  password: string;
  users: string;
  lock: string;
  reserve: string;
}

export function layoutOf(folder: string): Layout {
  return {
    folder,
    marker: join(folder, ".smartlog-data"),
    cluster: join(folder, "postgres"),
    settings: join(folder, "postgresql.conf"),
    log: join(folder, "postgres.log"),
    password: join(folder, "password"),
    users: join(folder, "users"),
    lock: join(folder, "lock"),
    reserve: join(folder, "reserve"),
  };
}
