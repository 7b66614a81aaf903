/** Docker's containers by Vector: by the daemon's API, and by the daemon's files. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { DockerApi } from "./docker-api.ts";
import { type Config, canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, LINES, numbered } from "./raw-lines.ts";

const CONTAINER = "0123456789abcdef".repeat(4);

describe.skipIf(!vector || !canRead("docker_logs"))(
  "Docker's containers by Vector:",
  { timeout: 120_000 },
  () => {
    let pipeline: Pipeline;
    beforeEach(async () => {
      pipeline = await Pipeline.open();
      return () => pipeline.close();
    });

    test("docker_logs: as the bare lines; the server killed and answers lost, every line once", async () => {
      const socket = join(pipeline.at.folder, "docker.sock");
      const docker = await DockerApi.listen(socket, CONTAINER);
      const config = example("docker_logs");
      config.sources.docker.docker_host = `unix://${socket}`;
      let shipper = pipeline.ship({ docker: config });
      try {
        await shipper.until(() => docker.readers > 0);
        // Longer than one part of Docker's.
        const lines = [...LINES, `2026-11-21 06:19:09 [INFO] shop - ${"x".repeat(40_000)}`];
        docker.print(lines);
        await pipeline.arrived(shipper, lines.length);
        expectSame(await pipeline.events(), lines, ({ message }, line) => message === line);

        await pipeline.forget();
        await pipeline.stopServing();
        docker.print(numbered(0, 300));
        await sleep(2000);
        await shipper.stop("SIGKILL");
        pipeline.network.answersToLose = 2;
        await pipeline.serve();
        shipper = pipeline.ship({ docker: config });
        await shipper.until(() => docker.readers > 0);
        docker.print(numbered(300, 300));
        await pipeline.arrived(shipper, 600);
        await sleep(2000);
        expect([await pipeline.count(), pipeline.network.lost]).toEqual([600, 2]);
      } finally {
        await shipper.stop();
        await docker.close();
      }
    });

    test("docker_files: as the bare lines, what was written while Vector was away too, each once", async () => {
      const folder = join(pipeline.at.folder, "containers", CONTAINER);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `${CONTAINER}-json.log`);
      const print = (lines: readonly string[]) =>
        appendFileSync(
          file,
          lines
            .map(
              (line) =>
                `${JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-11-21T06:25:00.1Z" })}\n`,
            )
            .join(""),
        );
      const text = JSON.stringify(example("docker_files"));
      const config: Config = JSON.parse(
        text.replaceAll("/var/lib/docker/containers", join(pipeline.at.folder, "containers")),
      );
      print(LINES);
      let shipper = pipeline.ship({ docker: config });
      try {
        await pipeline.arrived(shipper, LINES.length);
        expectSame(
          await pipeline.events(),
          LINES,
          ({ message }, line) => JSON.parse(String(message)).log === `${line}\n`,
        );
        await pipeline.forget();
        await shipper.stop("SIGKILL");
        print(numbered(0, 300));
        shipper = pipeline.ship({ docker: config });
        await pipeline.arrived(shipper, 300);
        await sleep(2000);
        expect(
          (await pipeline.events()).filter(({ event }) => /^\/n\//.test(String(event.path))).length,
        ).toBe(300);
      } finally {
        await shipper.stop();
      }
    });
  },
);
