import { createHash } from "node:crypto";
import { canonical, type Json } from "./canonical";

/** A stored entry as the verifier reads it; `at` is the text of its time with microseconds, in UTC. */
export interface ChainLink {
  seq: number;
  at: string;
  body: string;
  hash: string;
}

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** The hash that belongs to an entry which follows `previous` (empty for the very first): the same as audit_hash in SQL. */
export function hashOf(previous: string, { seq, at, body }: Omit<ChainLink, "hash">): string {
  return sha256([previous, seq, at, body].join("\n"));
}

/** What the chain holds in place of details that may have to be forgotten. */
export function digestOf(salt: string, details: Json): string {
  return sha256(`${salt}\n${canonical(details)}`);
}
