import { describeCode } from "./error-catalogue";

/** What became of one thing a command was asked to do. */
export interface ItemOutcome {
  /** The id the caller knows it by: a door id, a channel id, a serial number. */
  readonly id: string;
  readonly name: string | null;
  readonly result: "done" | "refused" | "unknown";
  readonly code: string | null;
  readonly meaning: string | null;
  readonly advice: string | null;
}

/** What became of a command whose answer was a success outside. Items are listed when the answer speaks of them. */
export interface CommandOutcome {
  readonly result: "done" | "partly done" | "refused" | "unknown";
  readonly items: readonly ItemOutcome[];
}

export const DONE: CommandOutcome = { result: "done", items: [] };

/** True for the codes an inner list uses for "this one went well": absent, blank or zero. */
export function isInnerSuccess(code: string | null | undefined): boolean {
  const trimmed = code?.trim() ?? "";
  return trimmed === "" || trimmed === "0";
}

export function itemDone(id: string, name: string | null = null): ItemOutcome {
  return { id, name, result: "done", code: null, meaning: null, advice: null };
}

export function itemUnknown(id: string, name: string | null = null): ItemOutcome {
  return {
    id,
    name,
    result: "unknown",
    code: null,
    meaning: "The answer does not say what became of this one.",
    advice: "Look at its present state before trying again.",
  };
}

/** A refused item, with the words of its code. */
export function itemRefused(id: string, code: string, name: string | null = null): ItemOutcome {
  const { code: clean, meaning, advice } = describeCode(code);
  return { id, name, result: "refused", code: clean, meaning, advice };
}

/** A row of an inner list: refused when it carries an error code, else done. */
export function itemOf(row: { id: string; name?: string | null; code?: string | null }): ItemOutcome {
  const name = row.name ?? null;
  return isInnerSuccess(row.code) ? itemDone(row.id, name) : itemRefused(row.id, row.code ?? "", name);
}

/** Sums items up. Nothing asked and nothing answered is unknown, not done. */
export function outcomeOf(items: readonly ItemOutcome[]): CommandOutcome {
  const results = new Set(items.map((item) => item.result));
  if (results.has("done")) return { result: results.size === 1 ? "done" : "partly done", items };
  return { result: results.has("unknown") || results.size === 0 ? "unknown" : "refused", items };
}

/** For inner lists that name every item: what was asked but is not mentioned is unknown. */
export function outcomeOfAll(
  asked: readonly string[],
  rows: readonly { id: string; name?: string | null; code?: string | null }[],
): CommandOutcome {
  const answered = new Map(rows.map((row) => [row.id, itemOf(row)]));
  return outcomeOf(asked.map((id) => answered.get(id) ?? itemUnknown(id)));
}

/** For inner lists that name failures only: what is not mentioned is done. */
export function outcomeOfFailures(
  asked: readonly string[],
  failures: readonly { id: string; name?: string | null; code: string }[],
): CommandOutcome {
  const failed = new Map(failures.map((row) => [row.id, itemRefused(row.id, row.code, row.name ?? null)]));
  return outcomeOf(asked.map((id) => failed.get(id) ?? itemDone(id)));
}

/** A row of a list of failures; its id may be missing or be of nothing that was asked. */
export interface FailureRow {
  readonly id: string | null;
  readonly name?: string | null;
  readonly code: string | null;
}

/**
 * As `outcomeOfFailures`, for lists that are filled carelessly: as long as a failure cannot be told to belong to
 * something asked, what is not named is not taken for done. It is refused when there are failures enough for all of it,
 * else unknown.
 */
export function outcomeOfLooseFailures(asked: readonly string[], rows: readonly FailureRow[]): CommandOutcome {
  const failures = rows.filter(({ code }) => code?.trim() !== "0");
  const named = new Map(failures.map((row) => [row.id, row]).reverse() as [string | null, FailureRow][]);
  const stray = failures.filter(({ id }) => id === null || !asked.includes(id));
  const rest = asked.filter((id) => !named.has(id));
  return outcomeOf(
    asked.map((id) => {
      const row = named.get(id);
      if (row) return itemRefused(id, row.code ?? "", row.name ?? null);
      if (stray.length === 0) return itemDone(id);
      return stray.length >= rest.length ? itemRefused(id, stray[0]?.code ?? "") : itemUnknown(id);
    }),
  );
}
