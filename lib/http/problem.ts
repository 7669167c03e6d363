/** Errors as the browser gets them: problem details, RFC 9457. */
import { z } from "zod";
import { SettingsError } from "@/lib/env";
import { DomainError, TooManyRequestsError, type FieldProblem } from "@/lib/errors";
import { log } from "@/lib/log";
import { fieldProblems } from "./field-problems";

export interface Problem {
  /** `urn:gatehouse:problem:` and a stable kind, such as `not-found`. */
  type: string;
  title: string;
  status: number;
  /** What happened, as the user should hear it. */
  detail: string;
  /** Path of the request. */
  instance: string;
  requestId: string;
  /** Error code of the cloud gateway. */
  code?: string;
  /** What the user can do about it. */
  remedy?: string;
  /** A command that failed for us, although it may have happened. */
  outcome?: "unknown";
  errors?: FieldProblem[];
  /** Seconds, as in the header `Retry-After`. */
  retryAfter?: number;
}

type Words = Omit<Problem, "instance" | "requestId">;

const titles: Record<number, string> = {
  400: "The request cannot be understood",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Not possible here",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  421: "Asked for under another name",
  422: "Some values are not valid",
  423: "Locked",
  429: "Too many requests",
  499: "Cancelled",
  500: "Something went wrong on our side",
  501: "Not offered by the cloud gateway",
  502: "The cloud gateway failed",
  503: "Not available at the moment",
  504: "The cloud gateway did not answer in time",
};

function words(status: number, kind: string, detail: string, more: Partial<Words> = {}): Words {
  const title = titles[status] ?? "The request failed";
  return { type: `urn:gatehouse:problem:${kind}`, title, status, detail, ...more };
}

/** GatewayError by its shape: this layer stands beside the gateway and imports nothing of it. */
interface GatewayTrouble extends Error {
  status: number;
  kind: string;
  code: string | null;
  meaning: string;
  advice: string;
  maybeDone: boolean;
}

function isGatewayTrouble(error: unknown): error is GatewayTrouble {
  return error instanceof Error && error.name === "GatewayError" && "meaning" in error && "advice" in error;
}

const LOST_DATABASE = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "P1001", "P1002", "P1017"]);
const REFUSING_DATABASE = /^(57P0[1-3]|53300|08\w{3})$/;

/** True for errors of pg and Prisma that mean "no database just now", however deeply wrapped. */
function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return LOST_DATABASE.has(code) || REFUSING_DATABASE.test(code) || isDatabaseAway(error.cause, depth + 1);
}

function describe(error: unknown): Words {
  if (error instanceof DomainError) {
    return words(error.status, error.kind, error.message, {
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      ...(error.fields.length === 0 ? {} : { errors: [...error.fields] }),
      ...(error instanceof TooManyRequestsError ? { retryAfter: error.retryAfterSeconds } : {}),
    });
  }
  if (isGatewayTrouble(error)) {
    return words(error.status, `gateway-${error.kind}`, error.meaning, {
      remedy: error.advice,
      ...(error.code === null ? {} : { code: error.code }),
      ...(error.maybeDone ? { outcome: "unknown" as const } : {}),
    });
  }
  if (error instanceof z.core.$ZodError) {
    return words(422, "invalid-input", "Some values are not valid.", {
      remedy: "Correct the named fields and try again.",
      errors: fieldProblems(error.issues),
    });
  }
  if (error instanceof SettingsError) {
    return words(503, "settings", error.message, { remedy: "Ask whoever runs this server to correct its settings." });
  }
  if (isDatabaseAway(error)) {
    return words(503, "unavailable", "The database cannot be reached.", { remedy: "Try again in a moment." });
  }
  return words(500, "internal", "Something went wrong on our side.", {
    remedy: "Try again; if it stays, report the request id to whoever runs this server.",
  });
}

export interface ProblemContext {
  requestId: string;
  /** Path of the request. */
  instance: string;
}

/** Refusals behind which somebody may be trying doors; 401, 404 and 409 are everyday life. */
const telling = new Set([400, 403, 405, 413, 415, 421, 422]);

/** Maps any error to its problem; the unknown ones are logged whole and shown only by request id. */
export function problemOf(error: unknown, { requestId, instance }: ProblemContext): Problem {
  const problem: Problem = { ...describe(error), instance, requestId };
  const expected = error instanceof DomainError || isGatewayTrouble(error) || error instanceof z.core.$ZodError;
  if (!expected) log.error({ err: error, requestId, instance }, "a request failed");
  else if (telling.has(problem.status)) {
    log.info({ requestId, instance, status: problem.status, kind: problem.type }, "a request was refused");
  }
  return problem;
}

export function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "private, no-store",
      "X-Request-Id": problem.requestId,
      ...(problem.retryAfter === undefined ? {} : { "Retry-After": String(problem.retryAfter) }),
      ...(problem.status === 401 ? { "WWW-Authenticate": 'Session realm="gatehouse"' } : {}),
    },
  });
}
