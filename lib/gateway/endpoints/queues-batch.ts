import { z } from "zod";
import { nonEmpty } from "../strict";
import { isRecord, pick, toInteger, toText } from "../tolerant";

/** What the three queues share: batches, subscriptions, confirmation (guide 1.2.2, 4.2, 4.4). */

/** A row nobody could read, kept as it came so that nothing is lost. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly raw: unknown;
}

/**
 * What one pull gives, until it is confirmed by its id. `id` is null when a batch with messages came without one: keep
 * the messages, it cannot be confirmed. `remaining` counts what waits behind it; null where the queue does not say.
 */
export interface Batch<M> {
  readonly id: string | null;
  readonly remaining: number | null;
  readonly messages: readonly (M | Unreadable)[];
}

/** True for the batch ids that stand for "nothing there". */
const isNoBatch = (id: string) => id === "" || id === "0";

/**
 * A batch, or null when the queue is empty: batch id "0" or blank, or a list that is missing, null or []. Rows stand under
 * `keys`, the first that is there. Every row keeps its JSON under `raw`; an unreadable one spoils only itself.
 */
export function batchOf<S extends z.ZodType<object>>(keys: readonly string[], row: S) {
  type Message = z.output<S> & { readonly raw: unknown };
  return z.unknown().transform((data, context): Batch<Message> | null => {
    const fail = (message: string, path: string[] = []) => {
      context.addIssue({ code: "custom", message, path });
      return z.NEVER;
    };
    if (data === null || data === undefined || data === "" || (Array.isArray(data) && data.length === 0)) return null;
    if (!isRecord(data)) return fail("is not an object");
    const list = pick(data, ...keys);
    if (list === null || list === undefined || list === "") return null;
    if (!Array.isArray(list) && !isRecord(list)) return fail("is not a list", [...keys.slice(0, 1)]);
    const rows: unknown[] = Array.isArray(list) ? list : [list];
    if (rows.length === 0) return null;
    const id = toText(pick(data, "batchId"))?.trim() ?? "";
    return {
      id: isNoBatch(id) ? null : id,
      remaining: toInteger(pick(data, "remainingNumber")),
      messages: rows.map((raw) => {
        const parsed = row.safeParse(raw);
        return parsed.success ? { ...parsed.data, raw } : { kind: "unreadable", raw };
      }),
    };
  });
}

const TypeCode = z.string().regex(/^\d{1,9}$/, "must be a code of digits");

/** Types to subscribe to: codes of the dictionary, or in so many words all of them. */
export const subscribedTypes = z.strictObject({ types: z.union([z.literal("all"), nonEmpty(TypeCode, 1000)]) });

/** How many messages one pull may give, in the alarm and V2 queues. */
export const batchSize = z.strictObject({ most: z.literal([100, 200, 300, 400, 500]).default(500) });

/** The id of a batch that was received. "0" and blank stand for an empty queue and are refused. */
export const receivedBatch = z.strictObject({
  batchId: z
    .string()
    .trim()
    .max(256)
    .refine((id) => !isNoBatch(id), "must be the id of a batch"),
});
