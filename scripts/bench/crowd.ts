/** Users who look for cameras: who they are, what they ask, and how long they wait. */
import { gunzipSync } from "node:zlib";
import { Agent, request } from "undici";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import type { Listing } from "@/lib/http/list";
import { sleep } from "@/lib/time";
import { seeded } from "./figures";
import { api, signIn, type Site } from "./site";

export type Question = "word" | "two characters" | "area" | "state" | "next page";

export interface Answered {
  question: Question;
  ms: number;
}

export interface Vocabulary {
  words: string[];
  pairs: string[];
  areaIds: string[];
}

export interface Crowd {
  sessions: readonly string[];
  vocabulary: Vocabulary;
}

interface Named {
  id: string;
  name: string;
}

/** Names of 4,000 cameras, spread over the alphabet, and every area. */
async function learn(site: Site, session: string): Promise<Vocabulary> {
  const names: string[] = [];
  const areaIds: string[] = [];
  for (const sort of ["name", "-name", "state", "-state"]) {
    let cursor: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const at: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const listing: Listing<CameraItem> = await api(site, session, `/api/cameras?limit=200&sort=${sort}${at}`);
      names.push(...listing.items.map(({ name, area }) => `${name} ${area?.name ?? ""}`));
      cursor = listing.nextCursor;
      if (cursor === null) break;
    }
  }
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const at: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const listing: Listing<Named> = await api(site, session, `/api/areas?limit=200${at}`);
    areaIds.push(...listing.items.map(({ id }) => id));
    cursor = listing.nextCursor;
  }
  const every = (pattern: RegExp) => [...new Set(names.flatMap((name) => name.match(pattern) ?? []))].sort();
  return { words: every(/[\p{L}\p{M}]{3,}/gu), pairs: every(/\p{Script=Han}{2}/gu), areaIds };
}

/** Signs everybody in, one after the other. */
export async function gather(site: Site, users: number): Promise<Crowd> {
  const sessions: string[] = [];
  while (sessions.length < users) sessions.push(await signIn(site));
  return { sessions, vocabulary: await learn(site, sessions[0] ?? "") };
}

/** What people ask, by how often: parts of 100. */
const mix: readonly (readonly [Question, number])[] = [
  ["word", 40],
  ["two characters", 15],
  ["area", 20],
  ["state", 10],
  ["next page", 15],
];

function next(random: () => number, { words, pairs, areaIds }: Vocabulary, cursor: string | null) {
  const one = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  let dice = random() * 100;
  const drawn = mix.find(([, share]) => (dice -= share) < 0)?.[0] ?? "word";
  const question: Question = drawn === "next page" && cursor === null ? "word" : drawn;
  const query = new URLSearchParams();
  switch (question) {
    case "word":
      // People type beginnings of words, and sometimes a second word.
      query.set(
        "q",
        random() < 0.3 ? `${one(words)} ${one(words).slice(0, 3)}` : one(words).slice(0, 3 + random() * 6),
      );
      break;
    case "two characters":
      query.set("q", one(pairs));
      break;
    case "area":
      query.set("areaId", one(areaIds));
      if (random() < 0.3) query.set("q", one(words).slice(0, 4));
      break;
    case "state":
      query.set("state", random() < 0.7 ? "offline" : "online");
      if (random() < 0.5) query.set("q", one(words).slice(0, 4));
      break;
    case "next page":
      break;
  }
  return { question, query };
}

export interface CrowdOptions {
  seconds: number;
  /** Up to twice this long, a user thinks between an answer and the next question. */
  pauseMs: number;
  seed: number;
}

/** Everybody asks `GET /api/cameras` over and over, each on a kept-alive connection. Throws for any answer but 200. */
export async function ask(site: Site, { sessions, vocabulary }: Crowd, options: CrowdOptions): Promise<Answered[]> {
  const answered: Answered[] = [];
  const until = performance.now() + options.seconds * 1_000;
  const user = async (session: string, number: number) => {
    const random = seeded(options.seed * 1_000 + number);
    const dispatcher = new Agent({ connections: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });
    let cursor: string | null = null;
    let shown = new URLSearchParams();
    try {
      while (performance.now() < until) {
        if (options.pauseMs > 0) await sleep(random() * 2 * options.pauseMs);
        const { question, query } = next(random, vocabulary, cursor);
        const asked = question === "next page" ? shown : query;
        const address = new URLSearchParams(asked);
        if (question === "next page" && cursor !== null) address.set("cursor", cursor);
        const began = performance.now();
        const { statusCode, headers, body } = await request(`${site.url}/api/cameras?${address}`, {
          dispatcher,
          headers: { cookie: session, accept: "application/json", "accept-encoding": "gzip" },
        });
        const bytes = Buffer.from(await body.arrayBuffer());
        answered.push({ question, ms: performance.now() - began });
        const text = (headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
        if (statusCode !== 200) throw new Error(`/api/cameras?${address} answered ${statusCode}: ${text}`);
        cursor = (JSON.parse(text) as Listing<CameraItem>).nextCursor;
        shown = asked;
      }
    } finally {
      await dispatcher.close();
    }
  };
  await Promise.all(sessions.map(user));
  return answered;
}
