/** How next-auth is set up. Built at the first request: settings are not known while Next builds. */
import type { AuthOptions, User } from "next-auth";
import { z } from "zod";
import { addressOf } from "@/lib/http/address";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";
import {
  cookieName,
  endSession,
  isSecure,
  openSession,
  SESSION_MAX_SECONDS,
  signInSecret,
  type Origin,
} from "./session";
import { signIn } from "./sign-in";

/** What a sign-in sends; `code` is the second factor's, which no account has yet. */
const Credentials = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(1_000),
  code: z.string().max(20).optional(),
});

type SignedInUser = User & { sessionId: string };

const headerText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function originOf(headers: Record<string, unknown> | undefined): Origin {
  return { address: addressOf({ headers }), userAgent: headerText(headers?.["user-agent"]) };
}

/** Null: next-auth answers `CredentialsSignin`. An error's message becomes `error` in the answer's address. */
async function authorize(sent: unknown, request: { headers?: Record<string, unknown> }): Promise<SignedInUser | null> {
  const credentials = Credentials.safeParse(sent);
  if (!credentials.success) return null;
  const { email, password } = credentials.data;
  const result = await signIn(email, password, originOf(request.headers)).catch((error: unknown) => {
    log.error({ err: error }, "a sign-in could not be checked");
    throw new Error("Unavailable");
  });
  if (!("failure" in result)) {
    return { id: result.userId, name: result.name, email: result.email, sessionId: result.sessionId };
  }
  if (result.failure === "too-many") throw new Error("TooManyAttempts");
  return null;
}

function cookie(name: Parameters<typeof cookieName>[0]) {
  return { name: cookieName(name), options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } };
}

const claim = (token: Record<string, unknown> | undefined): string =>
  typeof token?.["sid"] === "string" ? token["sid"] : "";

function build(): AuthOptions {
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
    },
    providers: [
      {
        id: "credentials",
        name: "E-mail and password",
        type: "credentials",
        credentials: { email: {}, password: {}, code: {} },
        authorize,
      },
    ],
    callbacks: {
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
    events: { signOut: ({ token }) => endSession(claim(token)) },
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

export function authOptions(): AuthOptions {
  return oncePerProcess("auth.options", build);
}
