/** Signed bookmarks of lists: where a page ended, valid for the same noun, sort and filters alone. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { BadRequestError } from "@/lib/errors";
import { derivedKey } from "@/lib/secrets";

/** The last row of a page: its sort value (as text the database gave; null when it has none) and its id. */
export interface Position {
  value: string | null;
  id: string;
}

const PositionTuple = z.tuple([z.string().nullable(), z.string()]);

/** What a cursor is bound to. Filters are compared by value, in whatever order they were given. */
export interface CursorScope {
  noun: string;
  sort: string;
  filters: Record<string, unknown>;
}

function scopeText({ noun, sort, filters }: CursorScope): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  given.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([noun, sort, given]);
}

function signature(payload: string, scope: CursorScope): Buffer {
  return createHmac("sha256", derivedKey("cursor"))
    .update(`${scopeText(scope)}\n${payload}`)
    .digest()
    .subarray(0, 18);
}

export function encodeCursor(position: Position, scope: CursorScope): string {
  const payload = Buffer.from(JSON.stringify([position.value, position.id])).toString("base64url");
  return `${payload}.${signature(payload, scope).toString("base64url")}`;
}

/** Throws BadRequestError naming `cursor` when it was changed, or made for another list, sort or filter. */
export function decodeCursor(cursor: string, scope: CursorScope): Position {
  const [payload = "", mac = "", ...rest] = cursor.split(".");
  const given = Buffer.from(mac, "base64url");
  const expected = signature(payload, scope);
  const genuine = rest.length === 0 && given.length === expected.length && timingSafeEqual(given, expected);
  if (!genuine) {
    throw new BadRequestError("This cursor belongs to another list, sort or filter.", {
      remedy: "Start again without cursor.",
      fields: [{ field: "cursor", message: "Start again without cursor." }],
    });
  }
  const [value, id] = PositionTuple.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return { value, id };
}
