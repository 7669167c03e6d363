import type { z } from "zod";
import { GatewayError } from "./errors";
import type { CommandOutcome } from "./outcome";
import { readEnvelope, readMessage } from "./envelope";

export type { CommandOutcome, ItemOutcome } from "./outcome";
export type { Page } from "./tolerant";

/** read changes nothing; idempotent may be sent twice without harm; command must not be. */
export type EndpointKind = "read" | "idempotent" | "command";

/** The JSON body an input becomes; path parameters stand beside the fields until the path is filled. */
export type WireBody = Readonly<Record<string, unknown>>;

interface Facts {
  /** Unique, for logs, metrics and errors: "cameras.list". */
  readonly name: string;
  /** Section of the guide, V2.13.0. */
  readonly section: string;
  readonly kind: EndpointKind;
  /** How the list is paged, and the largest page the gateway allows. Absent when it is no paged list. */
  readonly paging?: { readonly style: "pageIndex" | "pageNum" | "page"; readonly max: number };
  /** How long one attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the Token header is sent. */
  readonly auth: boolean;
  readonly body: "json" | "none";
}

/** An endpoint as data. `In` is what callers pass, `Out` what they get. */
export interface Endpoint<In, Out> extends Facts {
  readonly method: "GET" | "POST";
  /** Path template with its `/api/hccgw` prefix left to the client: "/resource/v1/device/{deviceId}/refresh". */
  readonly path: string;
  readonly input: z.ZodType<WireBody>;
  readonly output: z.ZodType<Out>;
  /** How to read what only the question explains, such as times without a zone. Takes the place of `output`. */
  outputFor?(input: In): z.ZodType<Out>;
  /** Never set: carries the input's type, so that an input with a field missing does not compile. */
  readonly accepts?: (input: In) => void;
  /** Reads failures hidden inside a success. Absent: a success is a success. */
  outcome?(data: Out, input: In): CommandOutcome;
}

/** Any endpoint, for lists and tables of them. */
export type AnyEndpoint = Endpoint<never, unknown>;
export type InputOf<E> = E extends { readonly accepts?: (input: infer In) => void } ? In : never;
export type OutputOf<E> = E extends { readonly output: z.ZodType<infer Out> } ? Out : never;

interface Declaration<I extends z.ZodType<WireBody>, O extends z.ZodType> extends Omit<
  Facts,
  "timeoutMs" | "auth" | "body"
> {
  /** Method and path: "POST /resource/v1/areas/doors/get". */
  readonly path: `${"GET" | "POST"} /${string}`;
  readonly input: I;
  readonly output: O;
  /** Default 15 s; device-bound calls 30 s. */
  readonly timeoutMs?: number;
  /** Default true. */
  readonly auth?: boolean;
  /** Default "json" for POST, "none" for GET. */
  readonly body?: "json" | "none";
  readonly outputFor?: (input: z.input<I>) => z.ZodType<z.output<O>>;
  readonly outcome?: (data: z.output<O>, input: z.input<I>) => CommandOutcome;
}

/** Declares an endpoint once; the client derives everything else from it. */
export function endpoint<I extends z.ZodType<WireBody>, O extends z.ZodType>(
  declaration: Declaration<I, O>,
): Endpoint<z.input<I>, z.output<O>> {
  const [method, path] = splitPath(declaration.path);
  const declared = {
    timeoutMs: 15_000,
    auth: true,
    body: method === "GET" ? ("none" as const) : ("json" as const),
    ...declaration,
    output: declaration.output as z.ZodType<z.output<O>>,
    method,
    path,
  };
  return declared;
}

/** Tells an endpoint from the other exports of a chapter. */
export function isEndpoint(value: unknown): value is AnyEndpoint {
  return typeof value === "object" && value !== null && "section" in value && "timeoutMs" in value && "method" in value;
}

export interface GatewayRequest {
  readonly method: "GET" | "POST";
  /** Path below `/api/hccgw`, parameters filled and percent-encoded. */
  readonly path: string;
  /** The exact JSON to send, but for its `Secret`s, which the client opens on the wire. Null when there is no body. */
  readonly body: WireBody | null;
}

/** The request for an input. Throws GatewayError "invalid-input" naming the field; nothing is sent in that case. */
export function toRequest<In, Out>(to: Endpoint<In, Out>, input: NoInfer<In>): GatewayRequest {
  const parsed = to.input.safeParse(input);
  if (!parsed.success) throw invalidInput(to, parsed.error);
  const rest: Record<string, unknown> = { ...parsed.data };
  const path = to.path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = rest[parameter];
    delete rest[parameter];
    // "." and ".." survive percent-encoding and would be folded into another path; a blank one likewise.
    if (typeof value !== "string" || /^\.{0,2}$/.test(value.trim())) {
      throw new GatewayError({ endpoint: to.name, endpointKind: to.kind, kind: "invalid-input", field: parameter });
    }
    return encodeURIComponent(value);
  });
  return { method: to.method, path, body: to.body === "json" ? rest : null };
}

export interface GatewayAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/**
 * Reads an answer into the endpoint's clean type. Throws GatewayError: "refused" with the gateway's code, "http" for a
 * failure without one, "malformed" naming the field. Pass the input too, so that a secret echoed back is masked.
 */
export function readAnswer<In, Out>(from: Endpoint<In, Out>, answer: GatewayAnswer, input?: NoInfer<In>): Out {
  const base = { endpoint: from.name, endpointKind: from.kind, httpStatus: answer.status };
  const envelope = readEnvelope(answer.text);
  const failed = answer.status < 200 || answer.status >= 300;
  if (envelope.kind === "refused") {
    const detail = readMessage(envelope.code, envelope.message, input);
    throw new GatewayError({ ...base, kind: "refused", code: envelope.code, ...detail });
  }
  if (failed) throw new GatewayError({ ...base, kind: "http" });
  if (envelope.kind === "unreadable") {
    const reason = /html/i.test(answer.contentType ?? "") || /^\s*</.test(answer.text) ? "HTML" : envelope.reason;
    throw new GatewayError({ ...base, kind: "malformed", field: envelope.field, reason });
  }
  const output = (input === undefined ? undefined : from.outputFor?.(input)) ?? from.output;
  const parsed = output.safeParse(envelope.data);
  if (parsed.success) return parsed.data;
  const field = ["data", ...(parsed.error.issues[0]?.path ?? [])].map(String).join(".");
  throw new GatewayError({ ...base, kind: "malformed", field, reason: "SCHEMA" });
}

function splitPath(declared: string): ["GET" | "POST", string] {
  return declared.startsWith("GET ") ? ["GET", declared.slice(4)] : ["POST", declared.slice(5)];
}

function invalidInput(to: Facts, error: z.ZodError): GatewayError {
  const issue = error.issues[0];
  const path = issue?.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : (issue?.path ?? []);
  return new GatewayError({
    endpoint: to.name,
    endpointKind: to.kind,
    kind: "invalid-input",
    // A key of blanks alone would name nothing; quoted, it can be seen.
    field: path.map((key) => (/\S/.test(String(key)) ? String(key) : JSON.stringify(String(key)))).join(".") || "input",
    detail: issue?.message ?? null,
  });
}
