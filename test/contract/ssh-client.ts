/**
 * An SSH client that says whatever a test wants it to, where OpenSSH's own refuses odd names: transport (RFC 4253) with
 * curve25519-sha256, aes128-ctr and hmac-sha2-256, as far as the client's side of a login (RFC 4252). It checks nothing
 * that the server says, and reads none of it once the keys are exchanged.
 */
import {
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from "node:crypto";
import { connect, type Socket } from "node:net";

const KEXINIT = 20;
const NEWKEYS = 21;
const ECDH_INIT = 30;
const SERVICE_REQUEST = 5;
const DISCONNECT = 1;
const USERAUTH_REQUEST = 50;
/** What stands before the 32 bytes of an X25519 key in its DER form (RFC 8410). */
const X25519_DER = Buffer.from("302a300506032b656e032100", "hex");
/** After what time a server that doesn't hang up is left, ms. */
const PATIENCE_MS = 3_000;

const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer).swap32();
const text = (value: string | Buffer) => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([u32(bytes.length), bytes]);
};
const boolean = (value: boolean) => Buffer.from([value ? 1 : 0]);

/** A whole number as SSH writes it: a byte of zero in front where it would be negative. */
function mpint(bytes: Buffer): Buffer {
  let from = 0;
  while (bytes[from] === 0) from++;
  const cut = bytes.subarray(from);
  return text((cut[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), cut]) : cut);
}

export class SshClient {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #sent = 0;
  #cipher: ReturnType<typeof createCipheriv> | undefined;
  #macKey = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      socket.emit("more");
    });
  }

  /** Connects, and exchanges keys where the banner lets it. */
  static async connect(port: number, banner = "SSH-2.0-test"): Promise<SshClient> {
    const socket = connect(port, "127.0.0.1");
    const client = new SshClient(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write(`${banner}\r\n`);
    if (banner.startsWith("SSH-2.0-")) await client.#exchangeKeys(banner);
    return client;
  }

  /** The client's own port. */
  get port(): number {
    return this.#socket.localPort ?? 0;
  }

  async #take(count: number): Promise<Buffer> {
    while (this.#received.length < count) await new Promise((resolve) => this.#socket.once("more", resolve));
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  async #line(): Promise<string> {
    let line = "";
    while (!line.endsWith("\n")) line += (await this.#take(1)).toString("latin1");
    return line.trimEnd();
  }

  async #packet(): Promise<Buffer> {
    const length = (await this.#take(4)).readUInt32BE(0);
    const body = await this.#take(length);
    return body.subarray(1, body.length - (body[0] ?? 0));
  }

  #send(...parts: Buffer[]): void {
    const payload = Buffer.concat(parts);
    const block = this.#cipher ? 16 : 8;
    const padding = block - ((payload.length + 5) % block) + (block === 8 ? 8 : 16);
    const packet = Buffer.concat([
      u32(payload.length + padding + 1),
      Buffer.of(padding),
      payload,
      randomBytes(padding),
    ]);
    const mac = createHmac("sha256", this.#macKey)
      .update(u32(this.#sent++))
      .update(packet)
      .digest();
    this.#socket.write(this.#cipher ? Buffer.concat([this.#cipher.update(packet), mac]) : packet);
  }

  async #exchangeKeys(banner: string): Promise<void> {
    const server = await this.#line();
    const lists = ["curve25519-sha256", "ssh-ed25519", "aes128-ctr", "aes128-ctr", "hmac-sha2-256"];
    const names = [...lists, "hmac-sha2-256", "none", "none", "", ""].map(text);
    const ours = Buffer.concat([Buffer.of(KEXINIT), randomBytes(16), ...names, boolean(false), u32(0)]);
    this.#send(ours);
    const theirs = await this.#packet();
    const pair = generateKeyPairSync("x25519");
    const point = pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
    this.#send(Buffer.of(ECDH_INIT), text(point));
    const reply = await this.#packet();
    const hostKey = reply.subarray(5, 5 + reply.readUInt32BE(1));
    const theirPoint = reply.subarray(5 + hostKey.length + 4, 5 + hostKey.length + 36);
    const publicKey = createPublicKey({
      key: Buffer.concat([X25519_DER, theirPoint]),
      type: "spki",
      format: "der",
    });
    const secret = mpint(diffieHellman({ privateKey: pair.privateKey, publicKey }));
    const said = [banner, server, ours, theirs, hostKey, point, theirPoint].map(text);
    const hash = createHash("sha256")
      .update(Buffer.concat([...said, secret]))
      .digest();
    const key = (letter: string) =>
      createHash("sha256")
        .update(Buffer.concat([secret, hash, Buffer.from(letter), hash]))
        .digest();
    this.#send(Buffer.of(NEWKEYS));
    this.#cipher = createCipheriv("aes-128-ctr", key("C").subarray(0, 16), key("A").subarray(0, 16));
    this.#macKey = key("E");
  }

  requestService(name = "ssh-userauth"): void {
    this.#send(Buffer.of(SERVICE_REQUEST), text(name));
  }

  /** Asks to be let in as `user`; what the method takes stands in `rest`. */
  #login(user: string, service: string, method: string, ...rest: Buffer[]): void {
    this.#send(Buffer.of(USERAUTH_REQUEST), text(user), text(service), text(method), ...rest);
  }

  tryNone(user: string, service = "ssh-connection"): void {
    this.#login(user, service, "none");
  }

  tryPassword(user: string, password: string): void {
    this.#login(user, "ssh-connection", "password", boolean(false), text(password));
  }

  /** Offers a key or certificate, `TYPE BASE64` as in a `.pub` file, without a signature. */
  offerKey(user: string, publicKey: string): void {
    const [type = "", blob = ""] = publicKey.split(" ");
    const key = text(Buffer.from(blob, "base64"));
    this.#login(user, "ssh-connection", "publickey", boolean(false), text(type), key);
  }

  disconnect(words: string): void {
    this.#send(Buffer.of(DISCONNECT), u32(11), text(words), text(""));
  }

  /** Says no more, and waits until the server has read all and gone. */
  async close(): Promise<void> {
    const isGone = new Promise((resolve) => this.#socket.once("close", resolve));
    const timer = setTimeout(() => this.#socket.destroy(), PATIENCE_MS);
    this.#socket.end();
    await isGone;
    clearTimeout(timer);
  }
}
