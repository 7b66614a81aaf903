/** Where simulated lines go. */
export interface Message {
  line: string;
  /** Seconds since the epoch. */
  time: number;
  kind: string;
  /** The file that the line would be in, a relative path: `web1/nginx/access.log`. */
  log: string;
  /** Who wrote it, and the line without the header of its file: what syslog and GELF carry. */
  host: string;
  program: string;
  pid: number | undefined;
  message: string;
}

export interface Sink {
  /** Where a promise comes back, the receiver is behind: await it before the next. */
  send(message: Message): Promise<void> | undefined;
  /** Hands on what waits for others to go with it. */
  flush(): Promise<void>;
  /** Returns when all that was sent is out. */
  close(): Promise<void>;
}
