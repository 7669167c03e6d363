/** Reads what a request carries, for the route wrapper: nothing is trusted, everything wrong is named. */
import { z } from "zod";
import { settings } from "@/lib/env";
import {
  BadRequestError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooLargeError,
  UnsupportedMediaTypeError,
} from "@/lib/errors";
import { fieldProblems, issueWords } from "./field-problems";

export const DEFAULT_BODY_LIMIT = 64 * 1024;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Strict at the top, unless the schema itself says what becomes of other names. */
function strictly(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
}

/**
 * Refuses a change that another site's page makes in the user's name. Browsers tell with Sec-Fetch-Site, or on plain
 * http with Origin, and what they tell must fit; a program without either carries no foreign cookies.
 */
export function refuseOtherSites(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  if ((site === null || site === "same-origin") && isOwnOrigin(request)) return;
  throw new ForbiddenError("This request was started by another site.", {
    remedy: `Open the console at ${settings().publicUrl} and try again there.`,
  });
}

function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { host, origin: named } = new URL(origin);
  const ours = new URL(settings().publicUrl);
  if (named === ours.origin) return true;
  // By another of this server's names; the front door lets no foreign one through.
  return host !== ours.host && host === request.headers.get("host");
}

export function parseParams(schema: z.ZodType | undefined, params: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new NotFoundError("There is nothing at this address.", {
    remedy: "Check the address, or search for the name.",
  });
}

function fieldsOf(search: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** A name given several times arrives as a list. */
const queryWords: z.core.$ZodErrorMap = (issue) =>
  issue.code === "invalid_type" && Array.isArray(issue.input) ? "Give this once." : issueWords(issue);

export function parseQuery(schema: z.ZodObject | z.ZodUndefined | undefined, search: URLSearchParams): unknown {
  const wanted = schema instanceof z.ZodObject ? schema : z.object({});
  const parsed = strictly(wanted).safeParse(fieldsOf(search), { error: queryWords });
  if (parsed.success) return schema === undefined ? undefined : parsed.data;
  const known = Object.keys(wanted.shape);
  const fields = fieldProblems(parsed.error.issues, "query");
  throw new BadRequestError(`The address has wrong values: ${fields.map(({ field }) => field).join(", ")}.`, {
    remedy: known.length === 0 ? "This address takes no parameters." : `Known parameters: ${known.join(", ")}.`,
    fields,
  });
}

function isJson(contentType: string | null): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || /^application\/[\w.-]+\+json$/.test(type);
}

function tooLarge(limit: number): TooLargeError {
  return new TooLargeError(`The body is larger than the ${limit} bytes this address accepts.`, {
    remedy: "Send less at a time.",
    fields: [{ field: "body", message: `Send at most ${limit} bytes.` }],
  });
}

/** The body's bytes, counted while they come: Content-Length may be absent or wrong. */
export async function readBytes(request: Request, limit = DEFAULT_BODY_LIMIT): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) {
    await request.body?.cancel();
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw tooLarge(limit);
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function notJson(what: string): BadRequestError {
  return new BadRequestError(`The body ${what}.`, {
    remedy: "Send a JSON document in UTF-8.",
    fields: [{ field: "body", message: "Send a JSON document in UTF-8." }],
  });
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw notJson("is not JSON");
  }
}

function requireJson(request: Request): void {
  if (isJson(request.headers.get("content-type"))) return;
  throw new UnsupportedMediaTypeError("The body is not marked as JSON.", {
    remedy: "Send it with Content-Type: application/json.",
  });
}

/** Whoever sends what nobody reads believes that something happens which does not. */
async function refuseBody(request: Request): Promise<void> {
  if (!(await carriesBody(request))) return;
  throw new BadRequestError("This address takes no body.", {
    remedy: "Send the request without one.",
    fields: [{ field: "body", message: "Leave it out." }],
  });
}

async function carriesBody({ headers, body }: Request): Promise<boolean> {
  // Next hides the body of a GET, but not that one was announced.
  const announced =
    Number(headers.get("content-length") ?? 0) > 0 || (body === null && headers.has("transfer-encoding"));
  if (announced || body === null) {
    await body?.cancel();
    return announced;
  }
  const reader = body.getReader();
  let next = await reader.read();
  while (!next.done && next.value.byteLength === 0) next = await reader.read();
  await reader.cancel();
  return !next.done;
}

export async function parseBody(schema: z.ZodType | undefined, request: Request, limit?: number): Promise<unknown> {
  if (schema === undefined) {
    // What a form of another site could send is refused also where nobody reads it.
    if (!SAFE_METHODS.has(request.method) && request.headers.has("content-type")) requireJson(request);
    await refuseBody(request);
    return undefined;
  }
  const bytes = await readBytes(request, limit);
  const empty = bytes.byteLength === 0;
  if (empty && schema.safeParse(undefined).success) return undefined;
  requireJson(request);
  if (empty) throw notJson("is empty");
  const parsed = strictly(schema).safeParse(readJson(bytes), { error: issueWords });
  if (parsed.success) return parsed.data;
  const fields = fieldProblems(parsed.error.issues);
  throw new InvalidInputError(`Some values are not valid: ${fields.map(({ field }) => field).join(", ")}.`, {
    remedy: "Correct the named fields and try again.",
    fields,
  });
}
