/** OpenTelemetry's own exporter, loaded where a channel needs it: it takes 15 MB of memory. */
import type { LogRecord } from "@opentelemetry/api-logs";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, type ReadableLogRecord } from "@opentelemetry/sdk-logs";

export interface Exporter {
  /** Resolves when the collector has taken them. @throws Error what it answered; OTLPExporterError has its status as `code` */
  export(records: LogRecord[]): Promise<void>;
}

export interface ExporterOptions {
  /** The whole address, such as http://127.0.0.1:4318/v1/logs. */
  url: string;
  headers: Record<string, string>;
  timeoutMillis: number;
  /** Who sends: attributes of the resource. */
  resource: Record<string, string>;
}

const SCOPE = "smartlog";

export function makeExporter({ resource, ...options }: ExporterOptions): Exporter {
  const exporter = new OTLPLogExporter(options);
  let made: ReadableLogRecord[] = [];
  const provider = new LoggerProvider({
    resource: resourceFromAttributes(resource),
    // The SDK's own processors send later, and tell nobody how it went.
    processors: [
      {
        onEmit: (record) => void made.push(record),
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  const logger = provider.getLogger(SCOPE);
  return {
    export(records) {
      made = [];
      for (const record of records) logger.emit(record);
      return new Promise((resolve, reject) =>
        exporter.export(made, ({ error, code }) =>
          code === 0 ? resolve() : reject(error ?? new Error("the collector did not take it")),
        ),
      );
    },
  };
}
