/** Real receivers of messages: an SMTP server and an HTTP server that keep what they get. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  messageId: string;
  to: string[];
  raw: string;
}

/** An SMTP server on a port of this machine; it may be closed, and started again on the same port. */
export class MailSink {
  readonly mails: ReceivedMail[] = [];
  /** What RCPT TO is answered, where it isn't 250. */
  refusal: { code: number; text: string } | undefined;
  #server: SMTPServer | undefined;
  port = 0;

  async start(): Promise<this> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      logger: false,
      onRcptTo: (_address, _session, done) => {
        const { refusal } = this;
        done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : undefined);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const raw = Buffer.concat(chunks).toString();
          this.mails.push({
            raw,
            messageId: /^Message-ID: <(.*)>/im.exec(raw)?.[1] ?? "",
            to: session.envelope.rcptTo.map(({ address }) => address),
          });
          done();
        });
      },
    });
    server.on("error", () => {});
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }
}

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: of many APIs
  body: any;
}

/** An HTTP server that answers 200, unless told otherwise. */
export class HttpSink {
  readonly requests: ReceivedRequest[] = [];
  answer: (response: ServerResponse) => void = (response) => response.end("ok");
  #server: Server | undefined;
  url = "";

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        this.requests.push({
          method,
          path: url,
          headers,
          body: JSON.parse(Buffer.concat(chunks).toString()),
        });
        this.answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }
}
