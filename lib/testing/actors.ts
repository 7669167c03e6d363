/** Real requests of signed-in people: a session row, and the cookie next-auth would have set for it. */
import type { Actor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/roles";
import { cookieName, sessionToken } from "@/lib/auth/session";
import { make, type UserInit } from "./factories";

const BASE = "http://localhost:3000";

export interface RequestInitOfTests extends Omit<RequestInit, "body"> {
  /** Sent as JSON with its content type. */
  json?: unknown;
  body?: BodyInit;
}

/** A request as a browser on the console's own page sends it. */
export function browserRequest(path: string, init: RequestInitOfTests = {}): Request {
  const { json, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (!headers.has("sec-fetch-site")) headers.set("sec-fetch-site", "same-origin");
  if (json !== undefined) headers.set("content-type", "application/json");
  const body = json === undefined ? rest.body : JSON.stringify(json);
  // Node asks for `duplex` where a body is a stream.
  const streams = body instanceof ReadableStream ? { duplex: "half" } : {};
  return new Request(new URL(path, BASE), { ...rest, headers, ...streams, ...(body === undefined ? {} : { body }) });
}

export interface SignedIn {
  actor: Actor;
  cookie: string;
  request(path: string, init?: RequestInitOfTests): Request;
}

/** The cookie of a session. */
export async function cookieFor(sessionId: string): Promise<string> {
  return `${cookieName("session-token")}=${await sessionToken(sessionId)}`;
}

/** Signs a new user of that role in. */
export async function signedIn(role: Role, init: Omit<UserInit, "role"> = {}): Promise<SignedIn> {
  const actor = await make.actor(role, init);
  const cookie = await cookieFor(actor.sessionId);
  const request = (path: string, more: RequestInitOfTests = {}) => {
    const headers = new Headers(more.headers);
    headers.set("cookie", cookie);
    return browserRequest(path, { ...more, headers });
  };
  return { actor, cookie, request };
}

/** Calls an exported route as Next does. */
export function callRoute(
  handler: (request: Request, context: { params: Promise<unknown> }) => Promise<Response>,
  request: Request,
  params: Record<string, string> = {},
): Promise<Response> {
  return handler(request, { params: Promise.resolve(params) });
}
