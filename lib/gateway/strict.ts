import { z } from "zod";
import { Secret } from "./secret";

/** Writing helpers: what may go on the wire, and the shapes that keep dangerous calls from being empty. */

/** A list with at least one element, by type. */
export type NonEmpty<T> = [T, ...T[]];

/** An id of the gateway. "-1" is refused: it means "all" or "root" there and has its own spelling here. */
export const gatewayId = (max = 64) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\s/\\?#]+$/, "must not contain blanks or slashes")
    .refine((id) => id !== "-1", "must be the id of one thing");

/** At least one element, so that no bug or blank form sends an empty list, which often means "all". */
export function nonEmpty<S extends z.ZodType>(item: S, max = 500) {
  return z
    .tuple([item], item)
    .refine((items) => (items as unknown[]).length <= max, `must not have more than ${max} elements`);
}

/** At least one id of at most `length` characters, each once. */
export function nonEmptyIds(max = 500, length = 64) {
  return nonEmpty(gatewayId(length), max).transform((ids) => [...new Set(ids)]);
}

/** A text of 1 to `max` characters, blanks around it dropped. */
export const text = (max: number) => z.string().trim().min(1).max(max);

/** A password, code or key: only a `Secret` is accepted, and it stays one in the body until the client sends it. */
export const secret = (max: number) =>
  z
    .instanceof(Secret, { message: "must be a Secret" })
    .refine((value) => value.reveal().length > 0 && value.reveal().length <= max, `must have 1 to ${max} characters`);

/** Fields of a paged list: page counts from 1, pageSize is the largest allowed unless told. */
export function pageFields(max: number) {
  return {
    page: z.int32().min(1).default(1),
    pageSize: z.int().min(1).max(max).default(max),
  };
}

/** true and false as 1 and 0. */
export const bit = (value: boolean): 1 | 0 => (value ? 1 : 0);

/** The same as "1" and "0". */
export const bitText = (value: boolean): "1" | "0" => (value ? "1" : "0");

/** An object without its undefined fields, so that the wire shows only what was meant. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The input of a call that takes none. */
export const nothingAsked = () => z.strictObject({});

/** An id of letters and digits alone, such as a person's: nothing in it can part a comma list or lead to another path. */
export const plainId = (max = 32) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[0-9A-Za-z]+$/, "must be letters and digits");

/** At least one `plainId`, each once. */
export const nonEmptyPlainIds = (max = 500, length = 32) =>
  nonEmpty(plainId(length), max).transform((ids) => [...new Set(ids)]);

/** A moment that can be written with a year of four digits. */
export const moment = () =>
  z
    .date()
    .min(new Date(0))
    .max(new Date(Date.UTC(9999, 0, 1)));

/** A PIN of 4 to 8 digits. */
export const pinCode = () => secret(8).refine((value) => /^\d{4,8}$/.test(value.reveal()), "must be 4 to 8 digits");
