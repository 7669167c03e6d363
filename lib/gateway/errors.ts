import { describeCode } from "./error-catalogue";

export type GatewayErrorKind =
  | "refused"
  | "unreachable"
  | "timeout"
  | "interrupted"
  | "http"
  | "malformed"
  | "invalid-input"
  | "busy"
  | "circuit-open"
  | "cancelled";

/** Answers that mean the token is no longer (or not) known: log in once more, then try once more. */
export const TOKEN_CODES: ReadonlySet<string> = new Set(["OPEN000006", "OPEN000007"]);

/** Answers that mean that the account's keys are not taken: nothing works until somebody corrects them. */
export const KEY_CODES: ReadonlySet<string> = new Set([
  "OPEN000001",
  "OPEN000002",
  "OPEN000003",
  "OPEN000004",
  "OPEN300001",
  "OPEN300002",
]);

/** Answers that pass by themselves; a read or an idempotent call may be sent again. */
export const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  "VMS000009",
  "VMS001000",
  "VMS001001",
  "LAP000004",
  "OPEN000009",
]);

// After these the cloud itself lost sight of the call, so a command may have reached the device all the same.
const UNSURE_CODES: ReadonlySet<string> = new Set([
  "CCF000000",
  "CCF000007",
  "EVZ20008",
  "LAP000004",
  "OPEN000000",
  "OPEN000009",
  "OPEN000019",
  "OPEN000550",
  "OPEN000555",
  "VMS000000",
  "VMS000007",
  "VMS001000",
  "VMS001001",
  "VMS021306",
]);

const BRAND = Symbol.for("gatehouse.gateway-error");

export interface GatewayErrorOptions {
  /** Name of the endpoint. */
  readonly endpoint: string;
  readonly kind: GatewayErrorKind;
  /** How the endpoint behaves when it is sent twice; decides `retryable` and `maybeDone`. */
  readonly endpointKind: "read" | "idempotent" | "command";
  /** Error code of the gateway. */
  readonly code?: string | null;
  /** HTTP status the gateway answered with. */
  readonly httpStatus?: number | null;
  /** The field at fault: a path in the input or in the answer. */
  readonly field?: string | null;
  /** What the gateway, or our own schema, says besides; already free of secrets. */
  readonly detail?: string | null;
  /** A short machine word of the cause, such as ECONNREFUSED. Never an exception: those quote bodies. */
  readonly reason?: string | null;
  /** Whether the request had left when it failed; only needed for "cancelled" and for a timeout while connecting. */
  readonly sent?: boolean;
}

/**
 * Everything that can go wrong between us and the gateway. Carries words for the user (`meaning`, `advice`), the status
 * the console answers with (`status`), and what may be done next (`retryable`, `maybeDone`). Never carries tokens,
 * passwords or bodies, so it may be logged and audited whole.
 */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly [BRAND] = true;
  readonly endpoint: string;
  readonly kind: GatewayErrorKind;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly field: string | null;
  readonly detail: string | null;
  readonly reason: string | null;
  readonly meaning: string;
  readonly advice: string;
  /** HTTP status for the console's own answer. */
  readonly status: number;
  /** True when a write may have happened although it failed for us: show and audit it as unknown. */
  readonly maybeDone: boolean;
  /** True when the same call may be sent again without harm. */
  readonly retryable: boolean;

  /** A process may hold this class more than once, a bundle each: what one threw, all know. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  constructor(options: GatewayErrorOptions) {
    const code = options.code?.trim() ? describeCode(options.code).code : null;
    const words = describe(options.kind, code, options.httpStatus ?? null, options.field ?? null);
    const marks = [
      code,
      options.reason,
      options.httpStatus && options.kind === "http" ? `HTTP ${options.httpStatus}` : null,
    ];
    const suffix = marks.filter(Boolean).join(", ");
    super(`${options.endpoint}: ${words.meaning}${suffix ? ` (${suffix})` : ""}`);
    this.endpoint = options.endpoint;
    this.kind = options.kind;
    this.code = code;
    this.httpStatus = options.httpStatus ?? null;
    this.field = options.field ?? null;
    this.detail = options.detail ?? null;
    this.reason = options.reason ?? null;
    this.meaning = words.meaning;
    this.advice = words.advice;
    this.status = words.status;
    this.maybeDone = options.endpointKind !== "read" && mayHaveHappened(options, code);
    this.retryable =
      options.kind === "unreachable" || (options.endpointKind !== "command" && passesByItself(options, code));
  }

  /** True when a new token and one more attempt can mend it. */
  get tokenTrouble(): boolean {
    return this.code !== null && TOKEN_CODES.has(this.code);
  }

  toJSON(): Record<string, unknown> {
    const { name, message, endpoint, kind, code, httpStatus, field, detail, reason, status, maybeDone, retryable } =
      this;
    return { name, message, endpoint, kind, code, httpStatus, field, detail, reason, status, maybeDone, retryable };
  }
}

function mayHaveHappened(options: GatewayErrorOptions, code: string | null): boolean {
  switch (options.kind) {
    case "timeout":
    case "interrupted":
      return options.sent ?? true;
    case "cancelled":
      return options.sent ?? false;
    case "malformed":
      return true;
    case "http":
      return (options.httpStatus ?? 0) >= 500;
    case "refused":
      return code !== null && UNSURE_CODES.has(code);
    default:
      return false;
  }
}

function passesByItself(options: GatewayErrorOptions, code: string | null): boolean {
  switch (options.kind) {
    case "timeout":
    case "interrupted":
      return true;
    case "http":
    case "refused": {
      const status = options.httpStatus ?? 0;
      return status === 429 || status >= 500 || (code !== null && RETRYABLE_CODES.has(code));
    }
    default:
      return false;
  }
}

interface Words {
  readonly meaning: string;
  readonly advice: string;
  readonly status: number;
}

function describe(kind: GatewayErrorKind, code: string | null, httpStatus: number | null, field: string | null): Words {
  switch (kind) {
    case "refused":
      return describeCode(code ?? "");
    case "unreachable":
      return words(
        502,
        "The cloud gateway could not be reached.",
        "Check the server's internet connection, then try again.",
      );
    case "timeout":
      return words(504, "The cloud gateway did not answer in time.", "Try again in a moment.");
    case "interrupted":
      return words(
        502,
        "The connection to the cloud gateway broke off before the answer arrived.",
        "Try again in a moment.",
      );
    case "http":
      return describeHttp(httpStatus ?? 0);
    case "malformed":
      return words(
        502,
        `The cloud gateway sent an answer that cannot be read${field ? ` at ${field}` : ""}.`,
        "Try again; if it stays, report it together with the time.",
      );
    case "invalid-input":
      return words(422, `The value${field ? ` of ${field}` : ""} cannot be sent.`, "Correct the value and try again.");
    case "busy":
      return words(503, "Too many requests are waiting for the cloud gateway.", "Try again in a few seconds.");
    case "circuit-open":
      return words(
        503,
        "The cloud gateway has been failing and is left alone for a moment.",
        "Wait until the console shows it as available again.",
      );
    case "cancelled":
      return words(499, "The request was cancelled.", "Start it again when it is needed.");
  }
}

function describeHttp(status: number): Words {
  if (status === 404) {
    return words(
      501,
      "The cloud gateway does not offer this function to this account or region.",
      "Ask the vendor to enable it, or check the configured gateway address.",
    );
  }
  if (status === 429 || status === 503) {
    return words(503, "The cloud gateway is overloaded.", "Try again in a few seconds.");
  }
  if (status === 504)
    return words(504, "The cloud gateway waited too long for its own service.", "Try again in a moment.");
  return words(502, "The cloud gateway failed to answer the request.", "Try again in a moment.");
}

function words(status: number, meaning: string, advice: string): Words {
  return { status, meaning, advice };
}
