"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";
import { BusEvent } from "@/lib/bus/events";
import { Invalidation } from "./invalidation";
import { listen } from "./live-client";
import type { Connection } from "./live-source";

/** What pages hear: entries of the bus, and `reset` when some may have been missed. */
export type LiveEvent = BusEvent | { topic: "reset" };

export type GatewayState = { state: "up" } | { state: "down"; since: string };

interface Live {
  connection: Connection;
  gateway: GatewayState;
  subscribe: (hear: (event: LiveEvent) => void) => () => void;
}

const LiveContext = createContext<Live>({
  connection: { state: "connecting" },
  gateway: { state: "up" },
  subscribe: () => () => undefined,
});

function parse(data: string): BusEvent | null {
  try {
    const parsed = BusEvent.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export interface LiveProviderProps {
  /** User id: the stream is theirs. */
  person: string;
  gateway: GatewayState;
  children: ReactNode;
}

/** Keeps open pages true: what changed on the server is read anew here, by the prefix of its query key. */
export function LiveProvider({ person, gateway: initial, children }: LiveProviderProps) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  const [gateway, setGateway] = useState(initial);
  const [hearers] = useState(() => new Set<(event: LiveEvent) => void>());

  useEffect(() => {
    const invalidation = new Invalidation((kind) =>
      queries.invalidateQueries(kind === null ? {} : { predicate: ({ queryKey }) => queryKey[0] === kind }),
    );
    let followed = false;
    const stop = listen(person, (message) => {
      if (message.type === "connection") {
        setConnection(message.connection);
        // Between what the server rendered and the first live moment something may have changed.
        if (message.connection.state === "live" && !followed) {
          followed = true;
          invalidation.everything();
        }
        return;
      }
      if (message.type === "ended") {
        location.assign(`/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
        return;
      }
      const event = message.type === "reset" ? { topic: "reset" as const } : parse(message.data);
      if (event === null) return;
      if (event.topic === "reset") invalidation.everything();
      else if (event.topic === "mirror") {
        invalidation.soon(event.kind);
        invalidation.later("overview");
      } else if (event.topic === "thumbnail") {
        invalidation.soon("cameras");
      } else if (event.topic === "sync") {
        for (const kind of [event.kind, "sync", "overview", "health"]) invalidation.later(kind);
      } else if (event.topic === "gateway") {
        for (const kind of ["overview", "health", "connection"]) invalidation.soon(kind);
        setGateway(event.state === "up" ? { state: "up" } : { state: "down", since: event.since });
      }
      for (const hear of hearers) hear(event);
    });
    return () => {
      stop();
      invalidation.stop();
    };
  }, [hearers, person, queries]);

  const value = useMemo(
    (): Live => ({
      connection,
      gateway,
      subscribe: (hear) => {
        hearers.add(hear);
        return () => hearers.delete(hear);
      },
    }),
    [connection, gateway, hearers],
  );
  return <LiveContext value={value}>{children}</LiveContext>;
}

/** Hears every live event while mounted. Queries of mirrored kinds are already read anew without it. */
export function useLive(handler: (event: LiveEvent) => void): void {
  const { subscribe } = useContext(LiveContext);
  const hear = useEffectEvent(handler);
  useEffect(() => subscribe((event) => hear(event)), [subscribe]);
}

/** Whether what is on screen is kept up to date, and if not, since when. */
export function useConnection(): Connection {
  return useContext(LiveContext).connection;
}

export function useGateway(): GatewayState {
  return useContext(LiveContext).gateway;
}
