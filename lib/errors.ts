/**
 * What can go wrong inside the console, as the user should hear it. The route wrapper turns each into
 * problem+json with `status`; pages show `message` and `remedy`. Gateway trouble is lib/gateway/errors.
 */
export interface FieldProblem {
  /** Path of the field in the request, such as `limit` or `doorIds.0`. */
  field: string;
  /** What is wrong and what to do about it. */
  message: string;
}

export abstract class DomainError extends Error {
  abstract readonly status: number;
  /** Stable, kebab-case, ends the problem's `type`. */
  abstract readonly kind: string;
  readonly remedy: string | undefined;
  readonly fields: readonly FieldProblem[];

  constructor(message: string, options: { remedy?: string; fields?: readonly FieldProblem[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.remedy = options.remedy;
    this.fields = options.fields ?? [];
  }
}

export class BadRequestError extends DomainError {
  override readonly status = 400;
  override readonly kind = "bad-request";
}

export class UnauthenticatedError extends DomainError {
  override readonly status = 401;
  override readonly kind = "signed-out";
  constructor() {
    super("You are not signed in.", { remedy: "Sign in and try again." });
  }
}

export class ForbiddenError extends DomainError {
  override readonly status = 403;
  override readonly kind = "forbidden";
}

/** Allowed, once the person proves again who they are: POST /api/session/step-up, then the same request. */
export class StepUpRequiredError extends DomainError {
  override readonly status = 403;
  override readonly kind = "step-up-required";
  constructor() {
    super("This needs you to confirm that it is you.", { remedy: "Give your password or a code, then try again." });
  }
}

/** Allowed, once the person has set up codes, which their role must have: see /second-factor. */
export class SecondFactorRequiredError extends DomainError {
  override readonly status = 403;
  override readonly kind = "second-factor-required";
  constructor() {
    super("Your role asks for codes at sign-in, and you have set up none.", {
      remedy: "Set up an authenticator app first: the console leads you there.",
    });
  }
}

export class NotFoundError extends DomainError {
  override readonly status = 404;
  override readonly kind = "not-found";
}

/** A file that is kept, but not where this process looks: lost, or on a machine that does not share its data folder. */
export class FileNotHereError extends NotFoundError {
  /** `what` begins the sentence: "The file of this job"; `remedy` is what helps where it is lost. */
  constructor(what: string, remedy: string) {
    super(`${what} is not on the machine that answered.`, {
      remedy: `${remedy} If Gatehouse runs on several machines, tell an administrator: they must share one data folder.`,
    });
  }
}

export class MethodNotAllowedError extends DomainError {
  override readonly status = 405;
  override readonly kind = "method-not-allowed";
}

export class ConflictError extends DomainError {
  override readonly status = 409;
  override readonly kind = "conflict";
}

export class TooLargeError extends DomainError {
  override readonly status = 413;
  override readonly kind = "too-large";
}

export class UnsupportedMediaTypeError extends DomainError {
  override readonly status = 415;
  override readonly kind = "unsupported-media-type";
}

export class InvalidInputError extends DomainError {
  override readonly status = 422;
  override readonly kind = "invalid-input";
}

/** The desk is locked: nothing but unlocking and signing out is answered. */
export class LockedError extends DomainError {
  override readonly status = 423;
  override readonly kind = "locked";
  constructor() {
    super("This desk is locked.", { remedy: "Unlock it, or sign in as somebody else." });
  }
}

/** Too many wrong passwords or codes; says how long it lasts. */
export class TooManyAttemptsError extends DomainError {
  override readonly status = 429;
  override readonly kind = "too-many";
  constructor(readonly seconds: number) {
    super("There were too many wrong attempts.", { remedy: `Try again in ${waitWords(seconds)}.` });
  }
}

/** "30 seconds", "2 minutes": never less than what is left. */
export function waitWords(seconds: number): string {
  const [count, unit] =
    seconds <= 90 ? [Math.max(1, Math.ceil(seconds)), "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Asked for under a name that is not ours. */
export class MisdirectedError extends DomainError {
  override readonly status = 421;
  override readonly kind = "unknown-host";
}

export class TooManyRequestsError extends DomainError {
  override readonly status = 429;
  override readonly kind = "too-many-requests";
  /** Whole seconds until another try may succeed; the answer's `Retry-After`. */
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    const wait = Math.max(1, Math.ceil(retryAfterSeconds));
    super(message, { remedy: wait === 1 ? "Wait a second and try again." : `Wait ${wait} seconds and try again.` });
    this.retryAfterSeconds = wait;
  }
}

export class UnavailableError extends DomainError {
  override readonly status = 503;
  override readonly kind = "unavailable";
}

/** What became of a command that threw: errors of the gateway say whether it may have been done all the same. */
export function commandFailure(error: unknown): { result: "refused" | "unknown" | "failed"; code: string | null } {
  if (!(error instanceof Error) || !("maybeDone" in error)) return { result: "failed", code: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { result: error.maybeDone === true ? "unknown" : "refused", code };
}
