/**
 * The one way an API route is written: policy as data, then one call. The wrapper owns the request id, the
 * cross-site check, session, permission, parsing and every error; a handler returns a value and never catches.
 */
import type { z } from "zod";
import { withOrigin } from "@/lib/audit/context";
import { recordDenial } from "@/lib/audit/denials";
import { permit, type Actor } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/roles";
import { currentSession, type OpenSession } from "@/lib/auth/session";
import {
  type DomainError,
  LockedError,
  SecondFactorRequiredError,
  StepUpRequiredError,
  UnauthenticatedError,
} from "@/lib/errors";
import { parseBody, parseParams, parseQuery, refuseOtherSites } from "./parse";
import { addressOf } from "./address";
import { problemOf, problemResponse } from "./problem";
import { requestIdOf } from "./request-id";

/** Who may call: a permission, anybody signed in, or anybody at all (`actor` is null for strangers). */
export type Allow = Permission | "signed-in" | "public";

export interface RoutePolicy {
  readonly allow: Allow;
  /** True when it may ask for a step-up. */
  readonly stepUp: boolean;
  /** False: a request with a body is refused. */
  readonly body: boolean;
}

export interface RouteOptions<
  A extends Allow,
  P extends z.ZodType,
  Q extends z.ZodObject | z.ZodUndefined,
  B extends z.ZodType,
> {
  allow: A;
  /** Dynamic parts of the path; a mismatch answers 404. */
  params?: P;
  /** Strict: names it does not know answer 400, as every name does where there is no schema. */
  query?: Q;
  /** JSON; objects are strict at the top. Without a schema a body is refused. */
  body?: B;
  /** Bytes a body may have; 64 KiB when absent. */
  bodyLimit?: number;
  /** Asks for a proof no older than five minutes; a function says for which requests. */
  stepUp?: boolean | ((input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> }) => boolean);
  /** Answers a locked desk too, which otherwise gets 423. */
  whileLocked?: boolean;
  /** Answers people who must set up codes first, too, who otherwise get 403. */
  withoutCodes?: boolean;
}

export interface RouteInput<A extends Allow, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  actor: A extends "public" ? Actor | null : Actor;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: Request;
  requestId: string;
  /** Aborted when the browser goes away. */
  signal: AbortSignal;
}

/** What Next calls; `policy` lets tests and documents enumerate who may do what. */
export interface RouteFunction {
  (request: Request, context: { params: Promise<unknown> }): Promise<Response>;
  readonly policy: RoutePolicy;
}

const rawBrand = Symbol("raw");

/** A response made by hand, for pictures and event streams; see `raw`. */
export interface RawResponse {
  readonly [rawBrand]: Response;
}

/** The escape for what is no JSON. Headers the response lacks are added; `Cache-Control` is respected. */
export function raw(response: Response): RawResponse {
  return { [rawBrand]: response };
}

class Reply {
  constructor(
    readonly value: unknown,
    readonly init: { status?: number; headers?: Record<string, string> },
  ) {}
}

/** A JSON answer with a status other than 200 or with headers of its own, such as `Location`. */
export function reply(value: unknown, init: { status?: number; headers?: Record<string, string> }): Reply {
  return new Reply(value, init);
}

function isRaw(value: unknown): value is RawResponse {
  return typeof value === "object" && value !== null && rawBrand in value;
}

function respond(value: unknown, requestId: string): Response {
  if (isRaw(value)) {
    const made = value[rawBrand];
    const headers = new Headers(made.headers);
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store");
    headers.set("X-Request-Id", requestId);
    return new Response(made.body, { status: made.status, statusText: made.statusText, headers });
  }
  const { value: content, init } = value instanceof Reply ? value : new Reply(value, {});
  const headers = { "Cache-Control": "private, no-store", "X-Request-Id": requestId, ...init.headers };
  return content === undefined
    ? new Response(null, { status: init.status ?? 204, headers })
    : Response.json(content, { status: init.status ?? 200, headers });
}

/** Gives a request its id and turns whatever `work` throws into problem+json. */
export async function withProblems(
  request: Request,
  work: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    return await work(requestId);
  } catch (error) {
    // The browser has gone, so nobody reads the answer and nothing failed on our side.
    if (request.signal.aborted) return new Response(null, { status: 499, headers: { "X-Request-Id": requestId } });
    return problemResponse(problemOf(error, { requestId, instance: new URL(request.url).pathname }));
  }
}

/**
 * `export const GET = route({ allow: "cameras:read", query }, ({ actor, query }) => listCameras(actor, query))`.
 * A returned value becomes JSON, `undefined` becomes 204; errors become problem+json (see problem.ts).
 */
export function route<
  const A extends Allow,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject | z.ZodUndefined = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(options: RouteOptions<A, P, Q, B>, handle: (input: RouteInput<A, P, Q, B>) => unknown): RouteFunction {
  const {
    allow,
    stepUp = false,
    whileLocked = false,
    withoutCodes = false,
  } = options as typeof options & {
    allow: Allow;
  };

  async function run(request: Request, context: { params: Promise<unknown> }, requestId: string): Promise<Response> {
    refuseOtherSites(request);
    const session = await currentSession(request);
    const shut = shutFor(session);
    // For what is open to strangers, a locked desk is one.
    const actor = session === null || shut !== null ? null : session.actor;
    if (allow !== "public" && actor === null) throw shut ?? new UnauthenticatedError();
    return withOrigin({ requestId, address: addressOf(request) }, async () => {
      try {
        return respond(await answer(request, context, requestId, actor, session?.steppedUp === true), requestId);
      } catch (error) {
        if (actor !== null) await recordDenial(actor, error);
        throw error;
      }
    });
  }

  /** Why this route does not answer a session, or null. */
  function shutFor(session: OpenSession | null): DomainError | null {
    if (session?.locked === true && !whileLocked) return new LockedError();
    return session?.lacksCodes === true && !withoutCodes ? new SecondFactorRequiredError() : null;
  }

  async function answer(
    request: Request,
    context: { params: Promise<unknown> },
    requestId: string,
    actor: Actor | null,
    steppedUp: boolean,
  ): Promise<unknown> {
    if (allow !== "public" && allow !== "signed-in" && actor !== null) permit(actor, allow);
    const input = {
      actor,
      params: parseParams(options.params, await context.params),
      query: parseQuery(options.query, new URL(request.url).searchParams),
      body: await parseBody(options.body, request, options.bodyLimit),
      request,
      requestId,
      signal: request.signal,
    };
    // The parsers above follow the very schemas these types come from.
    const parsed = input as RouteInput<A, P, Q, B>;
    // Asked last: nobody is to prove who they are for a request that would be refused anyway.
    if ((typeof stepUp === "function" ? stepUp(parsed) : stepUp) && !steppedUp) throw new StepUpRequiredError();
    return handle(parsed);
  }

  const wrapped = (request: Request, context: { params: Promise<unknown> }) =>
    withProblems(request, (requestId) => run(request, context, requestId));
  return Object.assign(wrapped, { policy: { allow, stepUp: stepUp !== false, body: options.body !== undefined } });
}
