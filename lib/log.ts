import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { oncePerProcess } from "@/lib/process";

/** Names of fields that never reach a log line, at any depth that our own objects have. */
const secret = [
  "password",
  "secretKey",
  "appKey",
  "token",
  "accessToken",
  "verifyCode",
  "pin",
  "cookie",
  "authorization",
];

const place = /((?:file:\/\/)?\/.*\.js):(\d+):(\d+)/;

function mapOf(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
  } catch {
    // A file without a map is a source itself, or somebody else's.
    return null;
  }
}

/**
 * The stack with places in built files replaced by those in their sources, as far as there are maps beside them. Node's
 * own way (--enable-source-maps) keeps the map of every loaded file in memory; this keeps none.
 */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  return stack
    .split("\n")
    .map((line) => {
      const [whole, address = "", row, column] = place.exec(line) ?? [];
      if (whole === undefined) return line;
      const file = address.startsWith("file:") ? fileURLToPath(address) : address;
      if (!maps.has(file)) maps.set(file, mapOf(file));
      const entry = maps.get(file)?.findEntry(Number(row) - 1, Number(column) - 1);
      if (entry === undefined || !("originalSource" in entry)) return line;
      return line.replace(
        whole,
        `${sourceOf(entry.originalSource, file)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`,
      );
    })
    .join("\n");
}

/** Bundlers name sources by addresses of their own making, or relative to the map. */
function sourceOf(source: string, file: string): string {
  if (source.startsWith("file:")) return relative(process.cwd(), fileURLToPath(source));
  const [, named] = /^[a-z]+:\/\/\/(?:\[project\]\/)?(.+)$/.exec(source) ?? [];
  return named ?? relative(process.cwd(), resolve(dirname(file), source));
}

/** Numbers, words and lists of them; an object of some library, such as a connection, may hold anything. */
const isPlain = (value: unknown) =>
  typeof value !== "object" ||
  value === null ||
  Array.isArray(value) ||
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** What a log says of an error. */
export function told(error: Error): pino.SerializedError {
  const said = pino.stdSerializers.err(error);
  if (typeof said.stack === "string") said.stack = inSources(said.stack);
  const more = Object.entries(said).filter(([name, value]) => isPlain(value) || name === "aggregateErrors");
  return Object.fromEntries(more) as pino.SerializedError;
}

export const log = oncePerProcess("log", () =>
  pino({
    level: process.env["GATEHOUSE_LOG_LEVEL"] ?? "info",
    base: { part: process.env["GATEHOUSE_PART"] ?? "script" },
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
    serializers: { err: told },
  }),
);
