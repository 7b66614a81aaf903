import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";

/** Access lines in combined format, 50 a second until now, of many sources and pages: more names than a site has. */
export function accessLines(n: number, seed: number): string[] {
  const random = new Random(1 + seed);
  const start = Math.floor(Date.now() / 1000) - n / 50;
  const all: string[] = [];
  for (let i = 0; i < n; i++) {
    const at = new Date((start + i / 50) * 1000).toUTCString();
    const [, day, month, year, time] = /(\d+) (\w+) (\d+) (\S+)/.exec(at) ?? [];
    const ip = `10.${random.zipf(200)}.${random.zipf(100)}.${random.int(1, 250)}`;
    all.push(
      `${ip} - - [${day}/${month}/${year}:${time} +0000] "GET /section/${random.zipf(40)}/page-${random.zipf(2000)}?q=${i % 97} HTTP/1.1" ${random.chance(0.95) ? 200 : 404} ${random.int(200, 60000)} "https://www.example.com/${random.zipf(300)}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + random.zipf(30)}.0.0.0 Safari/537.36"\n`,
    );
  }
  return all;
}

/** What the filter answers to the lines of a file, one a line. */
export function scoredRecords(log: string[], file: string): string {
  const filter = Filter.load();
  let offset = 0;
  return log
    .map((line) => {
      const record = filter.score(recordOfLine(Buffer.from(line.trimEnd()), { file, offset }));
      offset += Buffer.byteLength(line);
      return `${Buffer.from(record)}\n`;
    })
    .join("");
}
