import { queryOptions } from "@tanstack/react-query";
import { ApiProblem, fetchJson, postForm } from "@/lib/http/fetcher";
import type { SessionInfo, SetUp, SignIn } from "./schema";

export const userQueries = {
  session: () =>
    queryOptions({
      queryKey: ["session"],
      queryFn: ({ signal }) => fetchJson<SessionInfo>("/api/session", { signal }),
    }),
};

export function setUp(body: SetUp): Promise<{ id: string }> {
  return fetchJson("/api/setup", { method: "POST", body });
}

/** next-auth takes forms with its own token, and says in the answer's address what went wrong. */
async function postToNextAuth(action: string, fields: Record<string, string>): Promise<string | null> {
  const { csrfToken } = await fetchJson<{ csrfToken: string }>("/api/auth/csrf");
  const answer = await postForm(`/api/auth/${action}`, { ...fields, csrfToken, json: "true" });
  const url = typeof answer === "object" && answer !== null && "url" in answer ? answer.url : undefined;
  if (typeof url !== "string") return "Unavailable";
  const { searchParams } = new URL(url, window.location.origin);
  return searchParams.get("error") ?? (searchParams.has("csrf") ? "Csrf" : null);
}

const failures: Record<string, { status: number; kind: string; detail: string; remedy: string }> = {
  CredentialsSignin: {
    status: 401,
    kind: "wrong",
    detail: "E-mail or password is wrong.",
    remedy: "Check both and try again.",
  },
  TooManyAttempts: {
    status: 429,
    kind: "too-many",
    detail: "There were too many failed sign-ins.",
    remedy: "Wait 15 minutes, then try again.",
  },
  Csrf: {
    status: 403,
    kind: "forbidden",
    detail: "This browser did not keep the console's cookie.",
    remedy: "Allow cookies for this site, reload the page and try again.",
  },
};

const unavailable = {
  status: 503,
  kind: "unavailable",
  detail: "Sign-in is not available at the moment.",
  remedy: "Try again in a moment.",
};

/** The words for an `error` that next-auth put into an address. */
export function signInProblem(error: string): ApiProblem {
  const { detail, ...parts } = failures[error] ?? unavailable;
  return new ApiProblem(detail, { ...parts, title: "Sign-in failed" });
}

/** Throws ApiProblem of kind `wrong`, `too-many`, `unavailable` or `network`. */
export async function signIn(credentials: SignIn): Promise<void> {
  const error = await postToNextAuth("callback/credentials", credentials);
  if (error !== null) throw signInProblem(error);
}

/** Ends the session on the server and clears the cookie. */
export async function signOut(): Promise<void> {
  const error = await postToNextAuth("signout", {});
  if (error !== null) {
    throw new ApiProblem("You are still signed in: the server did not take the sign-out.", {
      status: 503,
      kind: "unavailable",
      title: "Sign-out failed",
      remedy: "Try again in a moment.",
    });
  }
}
