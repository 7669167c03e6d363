import { ApiProblem } from "@/lib/http/fetcher";

/** What went wrong, as ErrorState shows it. */
export interface Trouble {
  /** What happened. */
  title: string;
  /** What to do. */
  advice: string | undefined;
  code: string | undefined;
  requestId: string | undefined;
}

export function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}

/** Any error in words; one that is not from our API is our own mistake, and its message no help to anybody. */
export function trouble(error: unknown): Trouble {
  if (error instanceof ApiProblem) {
    return { title: error.message, advice: error.remedy, code: error.code, requestId: error.requestId };
  }
  return {
    title: "This part of the page failed",
    advice: "Try again. If it stays, reload the page.",
    code: undefined,
    requestId: undefined,
  };
}
