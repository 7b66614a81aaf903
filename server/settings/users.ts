/** GET, POST /settings/users: who may log in, and as what. */
import type { FastifyInstance } from "fastify";
import { checkPassword, MIN_PASSWORD_CHARACTERS } from "../../store/access/password.ts";
import { isRole, ROLES, type Role } from "../../store/access/rights.ts";
import {
  addUser,
  listUsers,
  removeUser,
  setPassword,
  setRole,
  type User,
  userName,
} from "../../store/access/users.ts";
import type { Authenticator } from "../access/authenticator.ts";
import type { Passwords } from "../access/passwords.ts";
import type { Database } from "../database/database.ts";
import { minute } from "../frame/when.ts";
import { HttpError } from "../http/error.ts";
import type { FormKeys } from "../pages/form-keys.ts";
import { type Html, html } from "../pages/html.ts";
import { refusals, settingsPage, table } from "./frame.ts";

type Fields = Record<string, string | undefined>;

const FORM = "users";
/** What a form can ask for, its name in the audit log, and what is said afterwards. */
const ACTIONS: Readonly<Record<string, { audit: string; said: string }>> = {
  add: { audit: "user.added", said: "Added." },
  role: { audit: "user.role", said: "The role is another now; the user's sessions have ended." },
  password: { audit: "user.password", said: "The password is another now; the user's sessions have ended." },
  remove: { audit: "user.removed", said: "Removed." },
};
const MAY: Readonly<Record<Role, string>> = {
  viewer: "sees everything",
  editor: "labels, mutes, acts on incidents, makes rules of their own",
  admin: "may do everything, also here",
};

export function addUsersPage(
  app: FastifyInstance,
  database: Database,
  {
    formKeys,
    authenticator,
    passwords,
  }: { formKeys: FormKeys; authenticator: Authenticator; passwords: Passwords },
): void {
  const audit = ({ body }: { body: unknown }) => actionOf(body)?.audit;

  app.get("/settings/users", { config: { needs: "admin" } }, async (request, reply) => {
    const users = await database.forViewer(request.raw.socket, listUsers);
    const { done = "" } = request.query as Fields;
    const said = Object.hasOwn(ACTIONS, done) ? ACTIONS[done]?.said : "";
    return reply.page(settingsPage("Users", usersPage(users, formKeys.of(FORM)), said));
  });

  app.post("/settings/users", { config: { needs: "admin", audit } }, async (request, reply) => {
    const form = (request.body ?? {}) as Fields;
    formKeys.check(FORM, form.key);
    const { do: action = "", name: given = "", role = "viewer", password = "" } = form;
    if (!actionOf(form)) throw new HttpError(400, "it is not said what to do");
    if (!isRole(role)) throw new HttpError(400, `a role is one of ${ROLES.join(", ")}`);
    const name = await refusals(async () => userName(given));
    const needsPassword = action === "add" || action === "password";
    if (needsPassword) await refusals(async () => checkPassword(password, name));
    const hash = needsPassword ? await passwords.hash(password) : "";
    await database.forViewer(request.raw.socket, (pool) =>
      refusals(async () => {
        if (action === "add") await addUser(pool, { name, role, password: hash });
        else if (action === "password") await setPassword(pool, name, hash);
        else if (action === "role") await setRole(pool, name, role);
        else await removeUser(pool, name);
      }),
    );
    authenticator.forget();
    return reply.redirect(`/settings/users?done=${action}`, 303);
  });
}

function actionOf(body: unknown): { audit: string; said: string } | undefined {
  const { do: action = "" } = (body ?? {}) as Fields;
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
}

function usersPage(users: readonly User[], key: string): Html {
  const hasAdmin = users.some(({ role }) => role === "admin");
  return html`<p>${
    users.length === 0
      ? "There is none yet. From the first on this server asks for a login."
      : html`${users.length === 1 ? "One user" : html`${users.length} users`}.`
  } ${ROLES.map((role) => html`<strong>${role}</strong>: ${MAY[role]}. `)}</p>
  ${
    users.length === 0
      ? ""
      : table(
          "Users",
          ["name", "role", "comes by", "last login", "change"],
          users.map((user) => row(user, key)),
        )
  }
  <h2>Add a user</h2>
  <form method="post" action="/settings/users" class="feedback"><input type="hidden" name="key" value="${key}" />
    <label>Name <input name="name" maxlength="64" autocomplete="off" autocapitalize="none" required /></label>
    ${roleField(hasAdmin ? "viewer" : "admin")}
    <label>Password <input name="password" type="password" autocomplete="new-password" minlength="${MIN_PASSWORD_CHARACTERS}" required /></label>
    <div class="buttons"><button name="do" value="add">Add</button></div></form>`;
}

function row({ name, role, hasPassword, issuer, seenAt }: User, key: string): Html {
  const hidden = html`<input type="hidden" name="key" value="${key}" /><input type="hidden" name="name" value="${name}" />`;
  return html`<tr><td><bdi>${name}</bdi></td><td>${role}</td><td>${hasPassword ? "password" : (issuer ?? "nothing")}</td><td>${seenAt ? minute(seenAt) : "never"}</td><td>
    <form method="post" action="/settings/users">${hidden}${roleField(role, `Role of ${name}`)} <button name="do" value="role">Set role</button></form>
    <form method="post" action="/settings/users">${hidden}<label>New password <input name="password" type="password" autocomplete="new-password" minlength="${MIN_PASSWORD_CHARACTERS}" aria-label="New password of ${name}" required /></label> <button name="do" value="password">Set password</button></form>
    <form method="post" action="/settings/users">${hidden}<button name="do" value="remove" aria-label="Remove ${name}">Remove</button></form></td></tr>`;
}

function roleField(chosen: Role, label = "Role"): Html {
  return html`<label>Role <select name="role" aria-label="${label}">${ROLES.map(
    (role) => html`<option ${role === chosen ? html`selected` : ""}>${role}</option>`,
  )}</select></label>`;
}
