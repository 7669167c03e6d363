/** What is said of a batch that the gateway gave and the database did not take. */
/** The database's own code of an error, such as 53100; null for errors of anything else. */
export function sqlStateOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Cardinality, data, constraints, limits; a missing column or a full disk would blame every message. */
const ofData = new Set(["21", "22", "23", "54"]);

/** Whether the message itself may be why it cannot be stored, so that trying again does not help. */
export function isOfMessage(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return ofData.has(state.slice(0, 2));
  return error instanceof TypeError || error instanceof RangeError;
}

/** A sentence for people, without anything that a message or the database said. */
export function storingReason(error: unknown): { reason: string; code: string | null } {
  const code = sqlStateOf(error);
  const full = code === "53100";
  return {
    code,
    reason: full ? "The database's disk is full: nothing can be stored." : "What it gives cannot be stored.",
  };
}
