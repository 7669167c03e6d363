import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { SignalState, SignalStates } from "./schema";

/** Rows that come into view together are asked about together. */
const gatherMs = 30;
/** While it is on screen; a hidden tab asks nothing. */
const askAgainMs = 30_000;

interface Waiting<State> {
  id: string;
  resolve: (state: State) => void;
  reject: (error: unknown) => void;
}

/** Asks for the states of ids that come within a moment in one call for each `most` of them. */
function together<State extends SignalState<string>>(noun: string, most: number): (id: string) => Promise<State> {
  let waiting: Waiting<State>[] = [];

  async function ask(some: readonly Waiting<State>[]): Promise<void> {
    const search = new URLSearchParams(some.map(({ id }) => ["id", id]));
    try {
      const { items } = await fetchJson<SignalStates<string>>(`/api/${noun}/states?${search}`);
      for (const { id, resolve } of some) {
        const gone = { id, state: "unknown", code: null, meaning: "It is no longer there." };
        resolve((items.find((item) => item.id === id) ?? gone) as State);
      }
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += most) void ask(all.slice(at, at + most));
  }

  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(flush, gatherMs);
      waiting.push({ id, resolve, reject });
    });
}

/** Query of one signal's state, by its id; not under its kind's key, so that news of the mirror ask no device. */
export function signalState<State extends SignalState<string>>(noun: "alarm-inputs" | "alarm-outputs", most: number) {
  const ask = together<State>(noun, most);
  return (id: string) =>
    queryOptions({
      queryKey: ["signals", noun, id] as const,
      queryFn: () => ask(id),
      staleTime: askAgainMs / 2,
      refetchInterval: askAgainMs,
      retry: false,
    });
}
