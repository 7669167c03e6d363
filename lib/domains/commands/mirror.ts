/** What every command to the gateway shares: its audit entries, its true result, and the mirror that must follow. */
import { audited, type AuditedCommand, type AuditInput, type AuditResult } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import type { MirrorKindName } from "@/lib/bus/events";
import { transaction } from "@/lib/db/transaction";
import { askForSweep } from "@/lib/domains/sync/mirror";
import { commandFailure, DomainError } from "@/lib/errors";
import { GatewayError } from "@/lib/gateway/errors";
import { itemDone, outcomeOf, type CommandOutcome, type ItemOutcome } from "@/lib/gateway/outcome";
import { log } from "@/lib/log";
import { reasonIn, type CommandResult, type ItemResult } from "./schema";

/** Has kinds read anew; when even that cannot be noted, their usual pass comes all the same. */
async function readAnew(kinds: readonly MirrorKindName[]): Promise<void> {
  if (kinds.length === 0) return;
  await transaction((tx) => askForSweep(tx, kinds)).catch((err: unknown) =>
    log.warn({ err, kinds }, "could not ask for a pass after a command"),
  );
}

export interface Command<T> extends AuditedCommand<T> {
  /** Reads again what the command was about, and nothing else; resolves to the kinds that only a pass can tell about. */
  reread?: (signal: AbortSignal) => Promise<readonly MirrorKindName[]>;
  /** `store` has written all that a known outcome changed: no pass need follow it. */
  storesAll?: true;
}

/** The person still waits for the answer, which has taken long already. */
const rereadWithinMs = 5_000;
/** For more things than these a pass is the shorter way. */
const rereadAtMost = 5;

/**
 * Rereads each of a few things, one after the other. Where they are many, or one cannot be asked for by itself (null),
 * `kinds` are left to a pass.
 */
export async function rereadEach<Thing>(
  things: readonly (Thing | null)[],
  kinds: readonly MirrorKindName[],
  reread: (thing: Thing) => Promise<unknown>,
): Promise<readonly MirrorKindName[]> {
  const known = things.filter((thing) => thing !== null);
  if (known.length < things.length || known.length > rereadAtMost) return kinds;
  for (const thing of known) await reread(thing);
  return [];
}

/** Nobody knows what became of a command: has the mirror tell what is true now. */
async function settle(kinds: readonly MirrorKindName[], { reread }: Pick<Command<never>, "reread">): Promise<void> {
  const left = await reread?.(AbortSignal.timeout(rereadWithinMs)).catch((err: unknown) =>
    log.warn({ err, kinds }, "what a command was about could not be read again; its kinds are asked for instead"),
  );
  await readAnew(left ?? kinds);
}

/**
 * `audited`, and afterwards a pass of the kinds it touches, unless `store` wrote everything. When nobody knows whether it was carried out, `reread` comes
 * first, and a pass only of what that leaves open. Throws what `audited` throws.
 */
export async function command<T>(
  actor: Actor,
  input: AuditInput,
  kinds: readonly MirrorKindName[],
  steps: Command<T>,
): Promise<T> {
  let value: T;
  try {
    value = await audited(actor, input, steps);
  } catch (error) {
    if (commandFailure(error).result === "unknown") await settle(kinds, steps);
    throw error;
  }
  if (steps.judge(value).result === "unknown") await settle(kinds, steps);
  else if (steps.storesAll !== true) await readAnew(kinds);
  return value;
}

/** An item whose call failed: unknown where it may have been carried out all the same. Rethrows what is our own mistake. */
export function itemFailed(id: string, error: unknown): ItemOutcome {
  if (error instanceof DomainError) return itemImpossible(id, error.message, error.remedy ?? "Try again.");
  if (!(error instanceof GatewayError)) throw error;
  const { maybeDone, code, meaning, advice } = error;
  return { id, name: null, result: maybeDone ? "unknown" : "refused", code, meaning, advice };
}

/**
 * Sends all at once; where the gateway refuses the lot, one by one, so that each has a result of its own. For calls
 * whose answer does not speak of the items.
 */
export async function allOrEach(
  ids: readonly string[],
  send: (ids: [string, ...string[]]) => Promise<unknown>,
): Promise<ItemOutcome[]> {
  const [first, ...rest] = ids;
  if (first === undefined) return [];
  try {
    await send([first, ...rest]);
    return ids.map((id) => itemDone(id));
  } catch (error) {
    const refused = error instanceof GatewayError && error.kind === "refused" && !error.maybeDone;
    if (!refused || rest.length === 0) return ids.map((id) => itemFailed(id, error));
  }
  const items: ItemOutcome[] = [];
  for (const id of ids) items.push(...(await allOrEach([id], send)));
  return items;
}

/** One that could not even be asked for, in our own words. */
export function itemImpossible(id: string, meaning: string, advice: string): ItemOutcome {
  return { id, name: null, result: "refused", code: null, meaning, advice };
}

/** For the audit: the outcome of all, the first code, what became of each, and why it was asked for. */
export function judged(
  outcome: CommandOutcome,
  reason?: string,
): {
  result: AuditResult;
  code: string | null;
  details: Record<string, unknown>;
} {
  const { result, items } = outcome;
  const details = {
    items: items.map(({ id, result: became, code }) => ({ id, result: became, code })),
    ...reasonIn(reason),
  };
  return { result, code: items.find(({ code }) => code !== null)?.code ?? null, details };
}

/** For the page: every item under the name people know it by. */
export function resultOf(items: readonly ItemOutcome[], names: ReadonlyMap<string, string>): CommandResult {
  const named = items.map((item): ItemResult => ({ ...item, name: names.get(item.id) ?? item.name }));
  return { result: outcomeOf(items).result, items: named };
}
