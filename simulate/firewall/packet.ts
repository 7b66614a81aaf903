/** One packet that a rule logged. */
export interface Packet {
  time: number;
  allowed: boolean;
  inbound: boolean;
  source: string;
  target: string;
  protocol: "TCP" | "UDP" | "ICMP" | "2" | "47";
  sourcePort: number;
  targetPort: number;
  threat: 0 | 1;
  bot: 0 | 1;
  type: string;
  actor: string;
}

export type Packets = Generator<Packet, void>;
