import type { Header } from "../lib/header.ts";

/** What one machine's authentication log looks like. */
export interface AuthHost {
  name: string;
  header: Header;
  /** `sshd(pam_unix)[123]:` instead of `sshd[123]: pam_unix(sshd:auth):`, as it was before 2006. */
  oldPam: boolean;
  /** OpenSSH 9.8 and later log as `sshd-session`. */
  sshd: string;
  admins: readonly string[];
  mail: boolean;
  /** Address in its own network. */
  own: string;
}

/** One event of an actor, before the header is put on. */
export interface AuthEvent {
  time: number;
  program: string;
  pid: number | undefined;
  message: string;
  threat: 0 | 1;
  bot: 0 | 1;
  type: string;
  actor: string;
}

export type AuthEvents = Generator<AuthEvent, void>;
