/** What every list answers and accepts; runs anywhere. The SQL side is keyset.ts. */
import { z } from "zod";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** Up to here a list counts exactly; beyond, `total` is null and `totalAtLeast` says this number. */
export const EXACT_TOTAL = 10_000;

/** How old what is shown is. Times are ISO. */
export interface Age {
  /** When it was synchronised; null before the first time. */
  syncedAt: string | null;
  /** From then on it should have been synchronised again; null where nothing is awaited. */
  lateAt: string | null;
}

/** `syncedAt` and `lateAt` are of the synchronisation these items come from. */
export interface Listing<T> extends Age {
  items: T[];
  /** For the next request's `cursor`; null on the last page. */
  nextCursor: string | null;
  /** How many match altogether, or null when they are more than 10,000. */
  total: number | null;
  totalAtLeast?: number;
}

export interface Sort<Field extends string = string> {
  field: Field;
  descending: boolean;
}

function sortOf<Field extends string>(fields: readonly [Field, ...Field[]], usual: string) {
  const words = `Give one of: ${fields.map((field) => `${field}, -${field}`).join(", ")}.`;
  return z
    .string()
    .default(usual)
    .transform((text, context): Sort<Field> => {
      const descending = text.startsWith("-");
      const field = fields.find((one) => one === (descending ? text.slice(1) : text));
      if (field !== undefined) return { field, descending };
      context.addIssue({ code: "custom", message: words });
      return z.NEVER;
    });
}

/**
 * The query of `GET /api/<noun>`: `q`, `cursor`, `limit` (1 to 200, 50 when absent), `sort` (a field, or `-field`
 * for descending; `usual`, or the first of `sortable`, when absent), and the list's own filters.
 */
export function listQuery<Extra extends z.ZodRawShape, Field extends string>(
  extra: Extra,
  sortable: readonly [Field, ...Field[]],
  usual: Field | `-${Field}` = sortable[0],
) {
  return z.object({
    q: z
      .string()
      .trim()
      .max(200)
      .optional()
      .transform((text) => (text === "" ? undefined : text)),
    cursor: z.string().max(4_000).optional(),
    limit: z
      .string()
      .regex(/^\d{1,9}$/, `Give a whole number from 1 to ${MAX_LIMIT}.`)
      .transform(Number)
      .pipe(z.number().min(1).max(MAX_LIMIT))
      .default(DEFAULT_LIMIT),
    sort: sortOf(sortable, usual),
    ...extra,
  });
}

/** What every list's query has, whatever its filters. */
export interface ListQuery<Field extends string = string> {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  sort: Sort<Field>;
}

/** A filter that may be given several times: `?state=online&state=offline`. */
export function several<T extends z.ZodType>(schema: T) {
  const list = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);
  return z.preprocess(list, z.array(schema).optional()).optional();
}
