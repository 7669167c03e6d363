/** The browser's side of the API: a value, or an ApiProblem that can be shown as it is. */
import type { FieldProblem } from "@/lib/errors";

interface ProblemParts {
  /** The answer's status; 0 when there was no answer. */
  status: number;
  /** Ends the problem's `type`, such as `not-found`; `network` and `unreadable` are made here. */
  kind: string;
  title: string;
  remedy?: string | undefined;
  code?: string | undefined;
  requestId?: string | undefined;
  outcome?: "unknown" | undefined;
  errors?: readonly FieldProblem[] | undefined;
}

/** Why a call failed, in words for the user: `message` says what happened, `remedy` what to do. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly kind: string;
  readonly title: string;
  readonly remedy: string | undefined;
  /** Error code of the cloud gateway. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Set when the change may have happened all the same. */
  readonly outcome: "unknown" | undefined;
  readonly errors: readonly FieldProblem[];

  constructor(detail: string, parts: ProblemParts, cause?: unknown) {
    super(detail, { cause });
    this.status = parts.status;
    this.kind = parts.kind;
    this.title = parts.title;
    this.remedy = parts.remedy;
    this.code = parts.code;
    this.requestId = parts.requestId;
    this.outcome = parts.outcome;
    this.errors = parts.errors ?? [];
  }

  /** What is wrong with one field, or undefined. */
  fieldMessage(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

export interface FetchOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
}

function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true || (error instanceof Error && error.name === "AbortError");
}

/** The server could not be asked, or the answer was lost on its way: for a change, nobody knows. */
function networkProblem(method: string, cause: unknown): ApiProblem {
  const reading = method === "GET";
  return new ApiProblem(
    reading
      ? "The console's server could not be reached."
      : "The connection to the console's server failed, so it is not known whether the change was made.",
    {
      status: 0,
      kind: "network",
      title: "No connection",
      remedy: reading
        ? "Check your network connection and try again."
        : "Check your network connection, and look at the present state before trying again.",
      outcome: reading ? undefined : "unknown",
    },
    cause,
  );
}

function unreadable(response: Response, cause?: unknown): ApiProblem {
  const { status } = response;
  return new ApiProblem(
    `The answer could not be read (HTTP ${status}).`,
    {
      status,
      kind: "unreadable",
      title: "Unreadable answer",
      remedy: "Something between this browser and the console may be at fault. Try again in a moment.",
      requestId: response.headers.get("x-request-id") ?? undefined,
    },
    cause,
  );
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;
const text = (value: unknown) => (typeof value === "string" ? value : undefined);

function fieldProblem(value: unknown): FieldProblem[] {
  const { field, message } = isObject(value) ? value : {};
  return typeof field === "string" && typeof message === "string" ? [{ field, message }] : [];
}

/** By hand: a validation library would be a tenth of what each page loads, and this is its only answer to check. */
function problemFrom(response: Response, body: string): ApiProblem {
  const parsed = parseJson(response, body);
  if (!isObject(parsed)) return unreadable(response);
  const { type, title, detail } = parsed;
  if (typeof type !== "string" || typeof title !== "string" || typeof detail !== "string") return unreadable(response);
  return new ApiProblem(detail, {
    status: response.status,
    kind: type.split(":").at(-1) ?? "unknown",
    title,
    remedy: text(parsed["remedy"]),
    code: text(parsed["code"]),
    requestId: text(parsed["requestId"]),
    outcome: parsed["outcome"] === "unknown" ? "unknown" : undefined,
    errors: Array.isArray(parsed["errors"]) ? parsed["errors"].flatMap(fieldProblem) : [],
  });
}

function parseJson(response: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(response, error);
  }
}

interface Answer {
  response: Response;
  text: string;
}

async function send(path: string, method: string, init: RequestInit, signal?: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(path, {
      ...init,
      method,
      ...(signal === undefined ? {} : { signal }),
      credentials: "same-origin",
    });
    return { response, text: await response.text() };
  } catch (error) {
    if (isAbort(error, signal)) throw error;
    throw networkProblem(method, error);
  }
}

/**
 * Calls our own API. Throws ApiProblem; an aborted call throws the abort itself. An answer without content is
 * `undefined`. The caller names the answer's type: it is our own server's and is not checked again.
 */
export async function fetchJson<T>(path: string, { method = "GET", body, signal }: FetchOptions = {}): Promise<T> {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const init = {
    headers: { Accept: "application/json", ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const { response, text } = await send(path, method, init, signal);
  if (!response.ok) throw problemFrom(response, text);
  return (response.status === 204 || text === "" ? undefined : parseJson(response, text)) as T;
}

/** A file and what the server calls it. */
export interface FetchedFile {
  name: string;
  content: Blob;
}

/** Asks for a file with a POST, for what a plain link may not have. Throws ApiProblem. */
export async function fetchFile(path: string): Promise<FetchedFile> {
  let response: Response;
  let content: Blob;
  try {
    response = await fetch(path, { method: "POST", credentials: "same-origin" });
    content = await response.blob();
  } catch (error) {
    throw networkProblem("GET", error);
  }
  if (!response.ok) throw problemFrom(response, await content.text());
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: name ?? "gatehouse", content };
}

/**
 * Posts a form, as next-auth wants it. It answers failures in its own JSON, so that is returned with any status;
 * a problem of ours is thrown as usual.
 */
export async function postForm(path: string, fields: Record<string, string>): Promise<unknown> {
  const { response, text } = await send(path, "POST", { body: new URLSearchParams(fields) });
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) throw problemFrom(response, text);
  return parseJson(response, text);
}
