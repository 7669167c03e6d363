import type { Clock } from "../clock";
import type { Files } from "../files";
import type { Pictures } from "../pictures";
import type { Settings } from "../settings";
import type { Tokens } from "../tokens";
import type { Input, Json, JsonObject } from "../validate";
import type { World } from "../world/world";

/** What a handler may use. `origin` is the address the client reached the sandbox at, without a slash. */
export interface Context {
  world: World;
  clock: Clock;
  settings: Settings;
  tokens: Tokens;
  pictures: Pictures;
  files: Files;
  origin: string;
  params: Record<string, string>;
}

/** Answers the `data` of a success, or undefined where the guide shows none; throws GatewayError otherwise. */
export type Handler = (context: Context, input: Input) => Json | undefined | Promise<Json | undefined>;

/** One page of a list under its key, with the paging echo; `totalCount` counts records. */
export function page<T>(
  { settings }: Context,
  input: Input,
  list: readonly T[],
  key: string,
  row: (item: T) => Json,
): JsonObject {
  const shown = settings.pageLimitTotal === null ? list : list.slice(0, settings.pageLimitTotal);
  const [pageIndex, pageSize] = [input.integer("pageIndex"), input.integer("pageSize")];
  const from = (pageIndex - 1) * pageSize;
  return { totalCount: shown.length, pageIndex, pageSize, [key]: shown.slice(from, from + pageSize).map(row) };
}

/** Waits as long as a device would. */
export function deviceDelay({ settings }: Context): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settings.deviceDelayMs));
}
