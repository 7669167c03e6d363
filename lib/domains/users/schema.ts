import { z } from "zod";
import { emailField, nameField, newPasswordField } from "@/lib/auth/policy";
import type { Permission } from "@/lib/auth/roles";
import { reasonField } from "@/lib/domains/commands/schema";
import { gatewayId } from "@/lib/domains/sync/schema";
import { listQuery, several } from "@/lib/http/list";
import { ERASE_WORD, userSorts, userStates, type UserState } from "./terms";

/** The first administrator, as the set-up page sends it. */
export const SetUp = z.object({ email: emailField, name: nameField, password: newPasswordField });
export type SetUp = z.infer<typeof SetUp>;

/** What the sign-in page asks before it sends anything; whether it is right is the server's to say. */
export const SignIn = z.object({ email: emailField, password: z.string().min(1, "Type your password.") });
export type SignIn = z.infer<typeof SignIn>;

/** The second step of signing in, where an account has one. */
export const SignInCode = z.object({
  code: z.string().trim().min(6, "Type the six digits your app shows, or a recovery code.").max(40),
});
export type SignInCode = z.infer<typeof SignInCode>;

/** Who is signed in, and what the console may show them. */
export interface SessionInfo {
  user: { id: string; name: string; email: string; role: string };
  permissions: readonly Permission[];
  mode: "sandbox" | "live";
}

/** Query of `GET /api/users`; `state` and `role` (a built-in name or a custom role's id) may be given several times. */
export const UserQuery = listQuery(
  {
    state: several(z.enum(userStates)),
    role: several(
      z
        .string()
        .max(60)
        .regex(/^[\w-]+$/),
    ),
  },
  userSorts,
);
export type UserQuery = z.output<typeof UserQuery>;
export type UserFilters = {
  q?: string | undefined;
  sort?: string | undefined;
  state?: readonly UserState[] | undefined;
  role?: readonly string[] | undefined;
};

export const UserParams = z.object({ id: z.uuid() });

/** Null: everywhere. Ids of areas, each with everything below it, now and later. */
const areasField = z
  .array(gatewayId)
  .min(1, "Choose at least one area, or everywhere.")
  .max(100, "Choose at most 100 areas: one includes all below it.")
  .transform((ids) => [...new Set(ids)])
  .nullable();

const roleField = z
  .string()
  .min(1, "Choose a role.")
  .max(60)
  .regex(/^[\w-]+$/, "Choose a role of the list.");

/** Body of `POST /api/users`. */
export const Invitation = z.object({ name: nameField, email: emailField, role: roleField, areaIds: areasField });
export type Invitation = z.output<typeof Invitation>;

/** Body of `PATCH /api/users/{id}`; what is left out stays. */
export const UserChange = Invitation.extend({ breakGlass: z.boolean() }).partial();
export type UserChange = z.output<typeof UserChange>;

/** Body of `POST /api/users/{id}/end-sessions`: one of them, or all. */
export const EndSessions = z.strictObject({ sessionId: z.uuid().optional(), reason: reasonField }).default({});
export type EndSessions = z.output<typeof EndSessions>;

/** Stands in place of the name of somebody whose data were erased. */
export const ERASED_NAME = "Erased person";

/** Body of `POST /api/users/{id}/erase`. */
export const Erasure = z.object({
  word: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.literal(ERASE_WORD, `Type ${ERASE_WORD}.`)),
});

/** A link with which a person chooses a password. It is shown this once and kept nowhere. */
export interface SignInLink {
  userId: string;
  /** To be put after the console's address. */
  path: string;
  /** ISO. */
  expiresAt: string;
}

export interface UserItem {
  id: string;
  name: string;
  email: string;
  role: UserRole;
  /** The areas they are limited to; null: everywhere. A name is null for an area nobody knows any more. */
  areas: { id: string; name: string | null }[] | null;
  /** A code is asked for after the password. */
  secondFactor: boolean;
  /** Signs in with the sign-in service, and has no password here. */
  elsewhere: boolean;
  /** May sign in with a password while the sign-in service is down. */
  breakGlass: boolean;
  /** ISO; null: never. */
  lastSignInAt: string | null;
  state: UserState;
}

export interface UserRole {
  /** A built-in role's name, or a custom role's id. */
  id: string;
  name: string;
}

/** A session that has not ended. Times are ISO. */
export interface UserSession {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  address: string | null;
  /** "Firefox on Windows". */
  browser: string;
  /** The one that asks. */
  own: boolean;
}

export interface UserDetail extends UserItem {
  createdAt: string;
  disabledAt: string | null;
  erasedAt: string | null;
  demo: boolean;
  /** The one who asks. */
  own: boolean;
  /** What this person may do that whoever asks may not: they cannot be changed then. */
  beyond: readonly Permission[];
  sessions: UserSession[];
  /** Links that may still be used. */
  links: { kind: string; createdAt: string; expiresAt: string }[];
}

/** The answer of `POST /api/users/{id}/export`. */
export interface UserExport {
  exportedAt: string;
  profile: Omit<UserDetail, "sessions" | "own" | "beyond" | "links">;
  /** All that are still kept, 90 days after their end at most. */
  sessions: (Omit<UserSession, "own"> & { endedAt: string | null })[];
  /** What they did and what was done to their account, oldest first. */
  audit: { seq: number; at: string; entry: unknown; details: unknown }[];
}
