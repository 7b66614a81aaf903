/** Logins and accounts: the parser of a program's messages, by program. */
import { accountMessage } from "./account";
import { dovecotMessage } from "./dovecot";
import { loginMessage } from "./login";
import { isPamMessage, pamMessage } from "./pam";
import { Program } from "./programs";
import { sshdMessage } from "./sshd";
import { sudoMessage, suMessage } from "./su";

/**
 * Parses a message about a login, an account or a session.
 *
 * @param program that wrote the message
 * @param isPam whether the header names a PAM module
 * @returns false for any other message
 */
export function authMessage(program: Program, isPam: bool, at: usize, end: usize): bool {
  switch (program) {
    case Program.Sshd:
      sshdMessage(at, end);
      return true;
    case Program.Su:
      suMessage(at, end);
      return true;
    case Program.Sudo:
      sudoMessage(at, end);
      return true;
    case Program.Account:
      accountMessage(at, end);
      return true;
    case Program.Login:
      loginMessage(at, end);
      return true;
    default:
      if (!isPam && !isPamMessage(at, end)) return program == Program.Dovecot && dovecotMessage(at, end);
      pamMessage(at, end);
      return true;
  }
}
