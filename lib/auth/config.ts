/** How next-auth is set up. */
import type { Account, AuthOptions, User } from "next-auth";
import { z } from "zod";
import { settings } from "@/lib/env";
import { log } from "@/lib/log";
import { recordSignInEvent } from "./events";
import { oidcProvider, oidcSignIn } from "./oidc";
import { originOf } from "./origin";
import {
  cookieName,
  currentSession,
  endSession,
  isSecure,
  openSession,
  SESSION_MAX_SECONDS,
  signInSecret,
} from "./session";
import { signIn, type SignInFailure } from "./sign-in";

/** What a sign-in sends; `code` follows when the password was right and the account has a second factor. */
const Credentials = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(1_000),
  code: z.string().max(40).optional(),
});

type SignedInUser = User & { sessionId: string };

/** Next-auth puts an error's message into the answer's address as `error`. */
function wordFor(failed: SignInFailure): string | null {
  if (failed.failure === "locked") return `TooManyAttempts.${failed.seconds}`;
  return { wrong: null, "code-needed": "CodeNeeded", "code-wrong": "CodeWrong" }[failed.failure];
}

/** Null: next-auth answers `CredentialsSignin`. */
async function authorize(sent: unknown, headers: Headers): Promise<SignedInUser | null> {
  const credentials = Credentials.safeParse(sent);
  if (!credentials.success) return null;
  const result = await signIn(credentials.data, originOf(headers)).catch((error: unknown) => {
    log.error({ err: error }, "a sign-in could not be checked");
    throw new Error("Unavailable");
  });
  if ("failure" in result) {
    const word = wordFor(result);
    if (word === null) return null;
    throw new Error(word);
  }
  await endFormer(headers);
  return { id: result.userId, name: result.name, email: result.email, sessionId: result.sessionId };
}

/** Where somebody else signs in, the session whose cookie is replaced would stay open with nobody to end it. */
async function endFormer(headers: Headers): Promise<void> {
  const former = await currentSession({ headers });
  if (former === null) return;
  const { sessionId, userId } = former.actor;
  if ((await endSession(sessionId)) === null) return;
  await recordSignInEvent({ event: "session-ended", userId, sessionId, detail: "replaced" });
}

/** True lets in; a path of ours says why not. */
async function admit(user: User, account: Account | null, claims: unknown, headers: Headers): Promise<true | string> {
  if (account?.provider !== "oidc") return true;
  const result = await oidcSignIn(claims, originOf(headers)).catch((error: unknown) => {
    log.error({ err: error }, "a sign-in with the identity provider could not be checked");
    throw new Error("Unavailable");
  });
  if ("refusal" in result) return `/sign-in?error=${result.refusal}`;
  (user as SignedInUser).sessionId = result.sessionId;
  await endFormer(headers);
  return true;
}

function cookie(name: Parameters<typeof cookieName>[0]) {
  return { name: cookieName(name), options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } };
}

const claim = (token: Record<string, unknown> | undefined): string =>
  typeof token?.["sid"] === "string" ? token["sid"] : "";

/** Made for each request, whose headers tell where it comes from and which session it replaces. */
export function authOptions(headers: Headers): AuthOptions {
  const { oidc } = settings();
  return {
    secret: signInSecret(),
    useSecureCookies: isSecure(),
    session: { strategy: "jwt", maxAge: SESSION_MAX_SECONDS },
    jwt: { maxAge: SESSION_MAX_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: cookie("session-token"),
      csrfToken: cookie("csrf-token"),
      callbackUrl: cookie("callback-url"),
      pkceCodeVerifier: cookie("pkce.code_verifier"),
      state: cookie("state"),
      nonce: cookie("nonce"),
    },
    providers: [
      {
        id: "credentials",
        name: "E-mail and password",
        type: "credentials",
        credentials: { email: {}, password: {}, code: {} },
        authorize: (sent) => authorize(sent, headers),
      },
      ...(oidc === null ? [] : [oidcProvider(oidc)]),
    ],
    callbacks: {
      signIn: ({ user, account, profile }) => admit(user, account, profile, headers),
      // next-auth would copy name and e-mail into the token; it is to hold our row's id and nothing else.
      jwt: ({ token, user }) => ({ sid: (user as SignedInUser | undefined)?.sessionId ?? claim(token) }),
      session: async ({ token }) => {
        const open = await openSession(claim(token));
        // Thrown: next-auth answers an empty session and clears the cookie.
        if (open === null) throw new Error("the session is over");
        const { name, email } = open.actor;
        return { user: { name, email }, expires: open.expiresAt.toISOString() };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const userId = await endSession(claim(token));
        if (userId !== null) await recordSignInEvent({ event: "sign-out", userId, sessionId: claim(token) });
      },
    },
    logger: {
      error: (code, metadata) => {
        if (code === "JWT_SESSION_ERROR") log.debug({ about: code }, "a session cookie was not accepted");
        else log.error({ err: metadata, about: code }, "sign-in failed");
      },
      warn: (code) => log.warn({ about: code }, "sign-in warning"),
      debug: () => undefined,
    },
  };
}
