import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WithReason } from "@/lib/domains/commands/schema";
import { waitWords } from "@/lib/errors";
import { ApiProblem, fetchFile, fetchJson, postForm } from "@/lib/http/fetcher";
import type { Listing } from "@/lib/http/list";
import type {
  EndSessions,
  Invitation,
  SessionInfo,
  SetUp,
  SignIn,
  SignInLink,
  UserChange,
  UserDetail,
  UserFilters,
  UserItem,
} from "./schema";

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

/** next-auth takes forms with its own token, and answers with the address to go to next. */
async function postToNextAuth(action: string, fields: Record<string, string>): Promise<URL | null> {
  const { csrfToken } = await fetchJson<{ csrfToken: string }>("/api/auth/csrf");
  const answer = await postForm(`/api/auth/${action}`, { ...fields, csrfToken, json: "true" });
  const url = typeof answer === "object" && answer !== null && "url" in answer ? answer.url : undefined;
  return typeof url === "string" ? new URL(url, window.location.origin) : null;
}

/** What went wrong stands in the answer's address. */
function errorIn(next: URL | null): string | null {
  if (next === null) return "Unavailable";
  return next.searchParams.get("error") ?? (next.searchParams.has("csrf") ? "Csrf" : null);
}

interface Failure {
  status: number;
  kind: string;
  detail: string;
  remedy: string;
}

const failures: Record<string, Failure> = {
  CredentialsSignin: {
    status: 401,
    kind: "wrong",
    detail: "E-mail or password is wrong.",
    remedy: "Check both and try again.",
  },
  CodeNeeded: {
    status: 401,
    kind: "code-needed",
    detail: "This account asks for a code as well.",
    remedy: "Type your e-mail and password again, then the code.",
  },
  CodeWrong: {
    status: 401,
    kind: "code-wrong",
    detail: "This code is wrong, or was used before.",
    remedy: "Type the one your app shows now.",
  },
  Csrf: {
    status: 403,
    kind: "forbidden",
    detail: "This browser did not keep the console's cookie.",
    remedy: "Allow cookies for this site, reload the page and try again.",
  },
  OidcNoRole: refused(
    "Your account there has no role here.",
    "Ask an administrator to put you into one of the groups.",
  ),
  OidcNoEmail: refused(
    "Your account there has no confirmed e-mail address.",
    "Ask whoever runs the sign-in service to add one.",
  ),
  OidcEmailTaken: refused(
    "Another account here has your e-mail address already.",
    "Sign in to that one, or ask an administrator to change its address.",
  ),
  OidcDisabled: refused("Your account here is switched off.", "Ask an administrator to switch it on."),
  OAuthSignin: {
    status: 503,
    kind: "unavailable",
    detail: "The sign-in service does not answer.",
    remedy: "Try again in a moment. An administrator with a break-glass account can sign in with a password.",
  },
  OAuthCallback: {
    status: 401,
    kind: "refused",
    detail: "The sign-in service did not let you in, or too much time went by.",
    remedy: "Try again.",
  },
  Callback: {
    status: 401,
    kind: "refused",
    detail: "What the sign-in service said could not be checked.",
    remedy: "Try again; if it stays, tell whoever runs this server.",
  },
};

function refused(detail: string, remedy: string): Failure {
  return { status: 403, kind: "refused", detail, remedy };
}

const unavailable: Failure = {
  status: 503,
  kind: "unavailable",
  detail: "Sign-in is not available at the moment.",
  remedy: "Try again in a moment.",
};

function failureFor(error: string): Failure {
  const seconds = /^TooManyAttempts\.(\d+)$/.exec(error)?.[1];
  if (seconds === undefined) return failures[error] ?? unavailable;
  return {
    status: 429,
    kind: "too-many",
    detail: "There were too many failed sign-ins.",
    remedy: `Try again in ${waitWords(Number(seconds))}.`,
  };
}

/** The words for an `error` that next-auth put into an address. */
export function signInProblem(error: string): ApiProblem {
  const { detail, ...parts } = failureFor(error);
  return new ApiProblem(detail, { ...parts, title: "Sign-in failed" });
}

/**
 * Throws ApiProblem of kind `wrong`, `code-needed` (the password was right), `code-wrong`, `too-many`, `unavailable` or
 * `network`.
 */
export async function signIn(credentials: SignIn & { code?: string }): Promise<void> {
  const error = errorIn(await postToNextAuth("callback/credentials", { ...credentials }));
  if (error !== null) throw signInProblem(error);
}

/**
 * Where to go to sign in with the identity provider; it leads back to `destination`. `again`: the provider is to ask
 * anew, and to say when it did. Throws ApiProblem.
 */
export async function providerAddress(destination: string, { again = false } = {}): Promise<string> {
  const action = again ? "signin/oidc?prompt=login&max_age=0" : "signin/oidc";
  const next = await postToNextAuth(action, { callbackUrl: destination });
  const error = errorIn(next);
  if (next === null || error !== null) throw signInProblem(error ?? "Unavailable");
  return next.href;
}

/** Ends the session on the server and clears the cookie. */
export async function signOut(): Promise<void> {
  const error = errorIn(await postToNextAuth("signout", {}));
  if (error !== null) {
    throw new ApiProblem("You are still signed in: the server did not take the sign-out.", {
      status: 503,
      kind: "unavailable",
      title: "Sign-out failed",
      remedy: "Try again in a moment.",
    });
  }
}

function listAddress(filters: UserFilters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, cursor: cursor ?? undefined })) {
    for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
  }
  return search.size === 0 ? "/api/users" : `/api/users?${search}`;
}

const pathOf = (id: string, verb = "") => `/api/users/${encodeURIComponent(id)}${verb}`;

export const peopleQueries = {
  all: ["users"] as const,
  list: (filters: UserFilters = {}) =>
    infiniteQueryOptions({
      queryKey: ["users", "list", filters] as const,
      queryFn: ({ pageParam, signal }) => fetchJson<Listing<UserItem>>(listAddress(filters, pageParam), { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.nextCursor,
      placeholderData: keepPreviousData,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["users", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<UserDetail>(pathOf(id), { signal }),
    }),
};

const post = <T = void>(path: string, body?: unknown) => fetchJson<T>(path, { method: "POST", body });

export const inviteUser = (body: Invitation) => post<SignInLink>("/api/users", body);
export const changeUser = (id: string, body: UserChange) => fetchJson<void>(pathOf(id), { method: "PATCH", body });
export const disableUser = (id: string, body: WithReason) => post(pathOf(id, "/disable"), body);
export const enableUser = (id: string, body: WithReason) => post(pathOf(id, "/enable"), body);
export const resetUser = (id: string, body: WithReason) => post<SignInLink>(pathOf(id, "/reset"), body);
export const endUserSessions = (id: string, body: EndSessions) =>
  post<{ ended: number }>(pathOf(id, "/end-sessions"), body);
export const eraseUser = (id: string, word: string) => post(pathOf(id, "/erase"), { word });
export const exportUser = (id: string) => fetchFile(pathOf(id, "/export"));
