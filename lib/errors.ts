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

export class NotFoundError extends DomainError {
  override readonly status = 404;
  override readonly kind = "not-found";
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
