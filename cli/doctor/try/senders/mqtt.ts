/** As much of MQTT 3.1.1 as a client needs that publishes without acknowledgement. */

const CONNECT = 0x10;
const PUBLISH = 0x30;
const DISCONNECT = 0xe0;
const LEVEL_3_1_1 = 4;
const CLEAN_SESSION = 0x02;
const KEEP_ALIVE_SECONDS = 60;

/** A packet: type, length of the rest in groups of seven bits, the rest. */
function packet(type: number, ...parts: Buffer[]): Buffer {
  const rest = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = rest.length; ; left >>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([type, ...length]), rest]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** A whole session: the payloads on one topic. */
export function mqttSession(topic: string, payloads: readonly string[]): Buffer {
  const flags = Buffer.from([LEVEL_3_1_1, CLEAN_SESSION, 0, KEEP_ALIVE_SECONDS]);
  return Buffer.concat([
    packet(CONNECT, text("MQTT"), flags, text("smartlog-doctor")),
    ...payloads.map((payload) => packet(PUBLISH, text(topic), Buffer.from(payload))),
    packet(DISCONNECT),
  ]);
}
