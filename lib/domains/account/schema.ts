import { z } from "zod";
import { nameField, newPasswordField } from "@/lib/auth/policy";

const typedPassword = z.string().min(1, "Type your password.").max(1_000);
const typedCode = z.string().trim().min(6, "Type the six digits your app shows.").max(40);

/** One proof that it is still the same person. */
export const Proof = z
  .object({ password: typedPassword.optional(), code: typedCode.optional() })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), {
    message: "Give either your password or a code.",
    path: ["password"],
  });
export type Proof = z.infer<typeof Proof>;

/** Which proofs the signed-in person can give; neither when they sign in elsewhere. */
export interface ProofChoice {
  password: boolean;
  code: boolean;
  /** Name of the identity provider they sign in with, else null. */
  provider: string | null;
}

export const Profile = z.object({ name: nameField });
export type Profile = z.infer<typeof Profile>;

export const PasswordChange = z.object({ current: typedPassword, password: newPasswordField });
export type PasswordChange = z.infer<typeof PasswordChange>;

export const TotpCode = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{3}\s?\d{3}$/, "Type the six digits your app shows now."),
});
export type TotpCode = z.infer<typeof TotpCode>;

export const SessionParams = z.object({ id: z.uuid() });

const linkToken = z.string().min(1).max(100);

/** Asks whom a link is for; the token is part of the body, for addresses are written down. */
export const LinkToken = z.object({ token: linkToken });
export type LinkToken = z.infer<typeof LinkToken>;

/** Whom a link is for. */
export interface WelcomeInfo {
  kind: "invite" | "reset";
  email: string;
  name: string;
}

/** What a person sends who came by a link. */
export const Welcome = z.object({
  token: linkToken,
  password: newPasswordField,
  name: nameField.optional(),
});
export type Welcome = z.infer<typeof Welcome>;

/** What their page asks. */
export const WelcomeInvited = Welcome.required({ name: true });
export const WelcomeBack = Welcome.omit({ name: true });

/** A new secret for an authenticator app, shown until it is confirmed. */
export interface TotpEnrolment {
  /** Base32, to type by hand. */
  secret: string;
  /** A QR code as modules: an SVG path in a square of `size` units, quiet zone included. */
  qr: { size: number; path: string };
}

export interface RecoveryCodes {
  recoveryCodes: string[];
}

export interface OwnSession {
  id: string;
  method: "password" | "password-code" | "recovery-code" | "oidc";
  address: string | null;
  /** "Firefox on Windows". */
  browser: string;
  startedAt: string;
  lastSeenAt: string;
  locked: boolean;
  current: boolean;
}

/** Everything the page "Your account" shows. Times are ISO 8601. */
export interface AccountInfo {
  name: string;
  email: string;
  /** As people know it. */
  role: string;
  /** Null: no password here. */
  password: { changedAt: string | null } | null;
  provider: string | null;
  totp: { since: string; recoveryCodesLeft: number } | null;
  /** Everybody of this role must have codes. */
  codesRequired: boolean;
  sessions: OwnSession[];
}
