import { ApiProblem, fetchJson } from "@/lib/http/fetcher";

const RESTS_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;
const REFUSED_AT_MOST = 3;

/** The server is there but no longer has a part of the page, which is older than it. */
export class PartGoneError extends Error {
  override readonly name = "PartGoneError";
}

async function serverAnswers(): Promise<boolean> {
  try {
    await fetchJson("/api/session");
    return true;
  } catch (error) {
    // 5xx: something in front of a server that is being started answers in its place.
    return error instanceof ApiProblem && error.status > 0 && error.status < 500;
  }
}

/**
 * Loads a part of the page, and asks again until it comes: a network that is cut for a while must not take with it what
 * stands on the screen. Throws PartGoneError when the server was updated meanwhile; the page has to be loaded anew then.
 */
export async function insist<Part>(load: () => Promise<Part>): Promise<Part> {
  if (typeof window === "undefined") return load();
  let refused = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await load();
    } catch (cause) {
      if (await serverAnswers()) refused += 1;
      if (refused >= REFUSED_AT_MOST) throw new PartGoneError("A part of this page is no longer there.", { cause });
      await new Promise((done) => setTimeout(done, RESTS_MS[Math.min(attempt, RESTS_MS.length - 1)]));
    }
  }
}
