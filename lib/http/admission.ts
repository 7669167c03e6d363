/** Who is let through the front door, and how often: names of this server, rates by user and by address. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { currentActor } from "@/lib/auth/session";
import { settings } from "@/lib/env";
import { MisdirectedError, TooManyRequestsError } from "@/lib/errors";
import { log } from "@/lib/log";
import { networkOf } from "./address";
import { Buckets } from "./buckets";

/** Where a password or code is tried: counted by address also when somebody is signed in. */
const guessing =
  /^\/api\/(auth\/(callback|signin)|setup|welcome|session\/(step-up|unlock)|account\/(password|totp|recovery-codes))(\/|$)/;
const streaming = /^\/api\/live$/;

/** How long a cookie's user is believed here, for counting alone; routes and pages read the session each time. */
const KNOWN_MS = 60_000;
const COOKIES_KEPT = 10_000;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Throws MisdirectedError unless `host` (the header) is ours: the public name, this machine, or a plain address.
 * A page of somebody else's whose name was made to lead here (DNS rebinding) comes under that name.
 */
export function refuseOtherNames(host: string | undefined): void {
  const { publicUrl } = settings();
  const named = host?.trim().toLowerCase() ?? "";
  const bare = named.replace(/:\d+$/, "");
  if (named === new URL(publicUrl).host || LOOPBACK.test(bare)) return;
  if (isIP(bare) === 4 || (/^\[.*\]$/.test(bare) && isIP(bare.slice(1, -1)) === 6)) return;
  throw new MisdirectedError("The console does not answer under this name.", {
    remedy: `Open it at ${publicUrl}. If people are to use another name, set GATEHOUSE_URL to it.`,
  });
}

interface Known {
  userId: string;
  until: number;
}

export class Admission {
  readonly #users = new Buckets(settings().limits.user);
  readonly #strangers = new Buckets(settings().limits.stranger);
  readonly #streams = new Map<string, number>();
  readonly #known = new Map<string, Known>();
  /** Told in the log once a minute, not once a request. */
  readonly #told = new Map<string, number>();

  /** Throws TooManyRequestsError when this user or address has had enough; `path` is decoded. */
  async admit(request: IncomingMessage, response: ServerResponse, path: string, address: string): Promise<void> {
    const userId = await this.#userOf(request.headers.cookie);
    const network = networkOf(address);
    const who = userId === null ? `address ${network}` : `user ${userId}`;
    if (userId !== null) this.#take(this.#users, who);
    const reads = request.method === "GET" || request.method === "HEAD";
    if (userId === null || (!reads && guessing.test(path))) this.#take(this.#strangers, `address ${network}`);
    if (streaming.test(path)) this.#holdStream(who, response);
  }

  #take(buckets: Buckets, key: string): void {
    const wait = buckets.take(key);
    if (wait === 0) return;
    this.#tell(key, "requests");
    throw new TooManyRequestsError("There were too many requests in a short time.", wait);
  }

  #holdStream(key: string, response: ServerResponse): void {
    const open = this.#streams.get(key) ?? 0;
    const most = settings().limits.streams;
    if (open >= most) {
      this.#tell(key, "streams");
      throw new TooManyRequestsError(`There are ${most} live windows open already: close some.`, 30);
    }
    this.#streams.set(key, open + 1);
    response.once("close", () => {
      const left = (this.#streams.get(key) ?? 1) - 1;
      if (left === 0) this.#streams.delete(key);
      else this.#streams.set(key, left);
    });
  }

  #tell(key: string, what: "requests" | "streams"): void {
    const now = Date.now();
    if ((this.#told.get(key) ?? 0) > now - 60_000) return;
    if (this.#told.size > 1_000) this.#told.clear();
    this.#told.set(key, now);
    log.warn({ who: key, what }, "a limit of requests was reached");
  }

  async #userOf(cookie: string | undefined): Promise<string | null> {
    if (cookie === undefined || !cookie.includes("session-token=")) return null;
    const known = this.#known.get(cookie);
    if (known !== undefined && known.until > Date.now()) return known.userId;
    this.#known.delete(cookie);
    // Without a database nobody is known; the route says so better than a limit would.
    const actor = await currentActor({ headers: new Headers({ cookie }) }).catch(() => null);
    if (actor === null) return null;
    this.#known.set(cookie, { userId: actor.userId, until: Date.now() + KNOWN_MS });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= COOKIES_KEPT) break;
      this.#known.delete(oldest);
    }
    return actor.userId;
  }
}
