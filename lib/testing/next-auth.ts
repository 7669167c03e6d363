/** Asks the real next-auth with our options, through its plain request and response, as a browser with a jar would. */
import NextAuth from "next-auth";
import type { NextApiRequest, NextApiResponse } from "next";
import { authOptions } from "@/lib/auth/config";
import { browserRequest } from "./actors";

export type Jar = Map<string, string>;

export interface Answer {
  status: number;
  body: unknown;
  location: string | null;
  setCookies: string[];
}

export interface AskOptions {
  body?: Record<string, string>;
  query?: Record<string, string>;
  address?: string;
}

const cookieHeader = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

export async function ask(
  method: "GET" | "POST",
  path: string,
  jar: Jar,
  { body, query = {}, address = "203.0.113.9" }: AskOptions = {},
): Promise<Answer> {
  const answer: Answer = { status: 200, body: undefined, location: null, setCookies: [] };
  const headers = { "x-forwarded-for": address, "user-agent": "a browser" };
  const request = {
    method,
    query: { nextauth: path.split("/"), ...query },
    body,
    cookies: Object.fromEntries(jar),
    headers,
  };
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: () => answer.setCookies,
    setHeader(name: string, value: string | string[]) {
      if (name === "Set-Cookie") answer.setCookies = [value].flat();
      if (name === "Location") answer.location = String(value);
    },
    json: (value: unknown) => (answer.body = value),
    send: (value: unknown) => (answer.body = value),
    end: () => undefined,
  };
  const options = authOptions(new Headers({ ...headers, cookie: cookieHeader(jar) }));
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  for (const cookie of answer.setCookies) {
    const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
    if (value === "") jar.delete(name);
    else jar.set(name, decodeURIComponent(value));
  }
  return answer;
}

export async function csrfToken(jar: Jar): Promise<string> {
  return ((await ask("GET", "csrf", jar)).body as { csrfToken: string }).csrfToken;
}

/** `error` in an address that next-auth sends a browser to. */
export const errorIn = (url: string): string | null => new URL(url, "http://x").searchParams.get("error");

/** A request to one of our routes with the cookies of this browser. */
export const requestWith = (jar: Jar): Request => browserRequest("/", { headers: { cookie: cookieHeader(jar) } });
