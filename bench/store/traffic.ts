/** Weeks of counts as a small company's logs have them, minute by minute, and what can happen to them; seeded. */

export const MINUTES_OF_A_DAY = 1440;

/** A pattern of lines, with the dimensions that its lines count in. */
interface Pattern {
  name: string;
  kind: string;
  service: string;
  site: string;
  status?: string;
  /** Mean lines a minute at a weekday's noon. */
  rate: number;
  /** Follows the day and the week; else the same at all times. */
  cycles?: boolean;
  /** Lines of one run, at this minute of the day. */
  job?: { minute: number; lines: number; sundays?: boolean };
  /** A line each so many minutes. */
  beat?: number;
}

const web = (name: string, site: string, status: string, rate: number): Pattern => ({
  name,
  kind: "web",
  service: "nginx",
  site,
  status,
  rate,
  cycles: true,
});
const message = (
  name: string,
  kind: string,
  service: string,
  rate: number,
  more: Partial<Pattern> = {},
): Pattern => ({
  name,
  kind,
  service,
  site: service === "postgres" ? "db1" : "web1",
  rate,
  ...more,
});

const PATTERNS: readonly Pattern[] = [
  web("page", "shop.example", "2xx", 60),
  web("product", "shop.example", "2xx", 25),
  web("asset", "shop.example", "2xx", 120),
  web("cached", "shop.example", "3xx", 30),
  web("missing", "shop.example", "4xx", 4),
  web("refused", "shop.example", "4xx", 1.5),
  web("failed", "shop.example", "5xx", 0.4),
  web("post", "blog.example", "2xx", 6),
  web("feed", "blog.example", "3xx", 2),
  web("api", "api.example", "2xx", 15),
  web("api-denied", "api.example", "4xx", 0.7),
  web("api-failed", "api.example", "5xx", 0.1),
  message("failed-login", "auth", "sshd", 3),
  message("login", "auth", "sshd", 0.05, { cycles: true }),
  message("session", "auth", "sudo", 0.2, { cycles: true }),
  message("order", "app", "orders", 5, { cycles: true }),
  message("paid", "app", "orders", 1.2, { cycles: true }),
  message("order-failed", "app", "orders", 0.03, { cycles: true }),
  message("mail", "syslog", "postfix", 2, { cycles: true }),
  message("bounce", "syslog", "postfix", 0.15),
  message("checkpoint", "syslog", "postgres", 0, { beat: 5 }),
  message("slow-query", "syslog", "postgres", 0.4, { cycles: true }),
  message("metrics", "app", "collector", 0, { beat: 1 }),
  message("backup", "syslog", "backup", 0, { job: { minute: 180, lines: 400 } }),
  message("backup-done", "syslog", "backup", 0, { job: { minute: 195, lines: 1 } }),
  message("reindex", "syslog", "indexer", 0, { job: { minute: 240, lines: 9000, sundays: true } }),
  message("cron", "syslog", "cron", 0, { beat: 10 }),
  ...Array.from({ length: 12 }, (_, n) => message(`rare-${n}`, "syslog", "kernel", 0.0005 * (n + 1))),
];

export interface Injected {
  name: string;
  /** Minutes from the beginning. */
  from: number;
  minutes: number;
  /** `dimension name`s that it moves. */
  series: readonly string[];
}

/** What happens to patterns: a factor, or lines added each minute, for some time. */
interface Change extends Injected {
  patterns: readonly string[];
  factor?: number;
  lines?: number;
}

export interface Traffic {
  /** `dimension name` of each series; the first is all lines. */
  series: readonly string[];
  /** Lines by minute, then by series. */
  counts: Int32Array;
  minutes: number;
  injected: readonly Injected[];
}

/**
 * @param days the first is a Monday
 * @param injectedFrom day from which on things go wrong, two a day; none where left out
 */
export function traffic(seed: number, days: number, injectedFrom?: number): Traffic {
  const random = mulberry32(seed);
  const minutes = days * MINUTES_OF_A_DAY;
  const changes = injectedFrom === undefined ? [] : changesOf(random, injectedFrom, days);
  const keysOf = (pattern: Pattern) =>
    [
      "all ",
      `kind ${pattern.kind}`,
      `site ${pattern.site}`,
      `service ${pattern.service}`,
      `template ${pattern.name}`,
    ].concat(pattern.status ? [`status ${pattern.status}`] : []);
  const novelty: Pattern = message("novelty", "app", "orders", 0);
  const patterns = [...PATTERNS, novelty];
  const series = [...new Set(patterns.flatMap(keysOf))];
  const counts = new Int32Array(minutes * series.length);
  const holidays = new Set([10, 24, 38, 45].filter((day) => day < days));
  for (const pattern of patterns) {
    const places = keysOf(pattern).map((key) => series.indexOf(key));
    let dayLevel = 1;
    // Minutes that a job begins late today.
    let late = 0;
    let drift = 0;
    let burst = 0;
    let factorOfBurst = 1;
    for (let minute = 0; minute < minutes; minute++) {
      const day = Math.floor(minute / MINUTES_OF_A_DAY);
      const ofDay = minute % MINUTES_OF_A_DAY;
      if (ofDay === 0) {
        dayLevel = Math.exp(0.12 * normal(random));
        late = Math.floor(3 * random());
      }
      // Slow swings within the day, which minutes in a row share.
      drift = 0.98 * drift + 0.02 * normal(random);
      // A short burst, now and then: a page that was linked, a client in a loop for a moment.
      if (burst > 0) burst--;
      else if (random() < 0.3 / MINUTES_OF_A_DAY) {
        burst = 1 + Math.floor(3 * random());
        factorOfBurst = 3 + 5 * random();
      }
      const isWeekend = day % 7 >= 5 || holidays.has(day);
      const cycle = pattern.cycles
        ? (0.25 + 0.75 * Math.max(0, Math.sin(((ofDay - 360) / MINUTES_OF_A_DAY) * 2 * Math.PI))) *
          (isWeekend ? 0.5 : 1) *
          (1 + (0.01 * day) / 7)
        : 1;
      let mean = pattern.rate * cycle * dayLevel * Math.exp(drift) * (burst > 0 ? factorOfBurst : 1);
      // A restart: nothing for three minutes, once a week.
      if (pattern.kind === "app" && day % 7 === 2 && ofDay >= 600 && ofDay < 603) mean = 0;
      let lines = poisson(random, mean);
      if (pattern.beat && minute % pattern.beat === 0) lines++;
      const { job } = pattern;
      if (job && ofDay === job.minute + late && (!job.sundays || day % 7 === 6))
        lines += poisson(random, job.lines - 1) + 1;
      for (const change of changes) {
        if (
          minute < change.from ||
          minute >= change.from + change.minutes ||
          !change.patterns.includes(pattern.name)
        )
          continue;
        if (change.factor !== undefined)
          lines =
            change.factor < 1
              ? binomial(random, lines, change.factor)
              : lines + poisson(random, mean * (change.factor - 1));
        if (change.lines !== undefined) lines += poisson(random, change.lines);
      }
      if (lines > 0) for (const place of places) (counts[minute * series.length + place] as number) += lines;
    }
  }
  return { series, counts, minutes, injected: changes };
}

const OF_SHOP = ["page", "product", "asset", "cached", "missing", "refused", "failed"];

/** What goes wrong, in turn. */
const FAULTS: readonly Omit<Change, "from">[] = [
  {
    name: "surge × 3 of a site",
    minutes: 60,
    factor: 3,
    patterns: OF_SHOP,
    series: ["site shop.example", "all ", "kind web"],
  },
  {
    name: "surge × 10 of server errors",
    minutes: 60,
    factor: 10,
    patterns: ["failed"],
    series: ["status 5xx", "template failed"],
  },
  {
    name: "surge × 5 of a busy pattern",
    minutes: 60,
    factor: 5,
    patterns: ["failed-login"],
    series: ["template failed-login", "service sshd", "kind auth"],
  },
  {
    name: "surge of a rare pattern, 20 a minute",
    minutes: 30,
    lines: 20,
    patterns: ["rare-3"],
    series: ["template rare-3", "service kernel"],
  },
  {
    name: "drop to a fifth of a service",
    minutes: 120,
    factor: 0.2,
    patterns: ["order", "paid"],
    series: ["service orders", "template order"],
  },
  {
    name: "silence of a service",
    minutes: 120,
    factor: 0,
    patterns: ["mail", "bounce"],
    series: ["service postfix", "template mail"],
  },
  {
    name: "silence of a heartbeat",
    minutes: 240,
    factor: 0,
    patterns: ["metrics"],
    series: ["template metrics", "service collector"],
  },
  {
    name: "silence of a beat each ten minutes",
    minutes: 480,
    factor: 0,
    patterns: ["cron"],
    series: ["template cron", "service cron"],
  },
  {
    name: "a daily job that stays away",
    minutes: 1800,
    factor: 0,
    patterns: ["backup", "backup-done"],
    series: ["template backup", "template backup-done", "service backup"],
  },
  {
    name: "level shift × 1.8 of a site",
    minutes: 1200,
    factor: 1.8,
    patterns: ["api", "api-denied", "api-failed"],
    series: ["site api.example", "template api"],
  },
  {
    name: "level shift to a half of a site",
    minutes: 1200,
    factor: 0.5,
    patterns: ["api", "api-denied", "api-failed"],
    series: ["site api.example", "template api"],
  },
  {
    name: "a new pattern, one a minute",
    minutes: 180,
    lines: 1,
    patterns: ["novelty"],
    series: ["template novelty"],
  },
];

/** One after another, 26 hours apart: at another time of day each. */
function changesOf(random: () => number, from: number, days: number): Change[] {
  const made: Change[] = [];
  const spacing = 26 * 60;
  for (let n = 0; n < FAULTS.length; n++) {
    const fault = FAULTS[n] as Omit<Change, "from">;
    const at = from * MINUTES_OF_A_DAY + 480 + n * spacing * 1.5 + Math.floor(120 * random());
    if (at + fault.minutes + 180 < days * MINUTES_OF_A_DAY) made.push({ ...fault, from: Math.floor(at) });
  }
  return made;
}

/** Tommy Ettinger's generator: small, seeded, good enough for traffic. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(random: () => number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count++;
  }
  return count;
}

function binomial(random: () => number, of: number, share: number): number {
  let count = 0;
  for (let n = 0; n < of; n++) if (random() < share) count++;
  return count;
}
