"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { BusEvent } from "@/lib/bus/events";
import { auditQueries } from "@/lib/domains/audit/queries";
import { healthQueries } from "@/lib/domains/health/queries";
import type { GatewayState } from "@/lib/domains/health/schema";
import { Invalidation } from "./invalidation";
import { listen } from "./live-client";
import { tellLive } from "./live-events";
import type { Connection } from "./live-source";

interface Live {
  connection: Connection;
  gateway: GatewayState;
}

const LiveContext = createContext<Live>({ connection: { state: "connecting" }, gateway: { state: "up" } });

/** Our own server's words, so what they mean is not checked again; null for what is no event. */
function parse(data: string): BusEvent | null {
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === "object" && parsed !== null && "topic" in parsed ? (parsed as BusEvent) : null;
  } catch {
    return null;
  }
}

export interface LiveProviderProps {
  /** User id: the stream is theirs. */
  person: string;
  /** As the server knew it when it rendered the page. */
  gateway: GatewayState;
  children: ReactNode;
}

/** Keeps open pages true: what changed on the server is read anew here, by the prefix of its query key. */
export function LiveProvider({ person, gateway: initial, children }: LiveProviderProps) {
  const queries = useQueryClient();
  const router = useRouter();
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  const { data: gateway } = useQuery({ ...healthQueries.gateway(), initialData: initial });

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
      const event = message.type === "reset" ? null : parse(message.data);
      if (event !== null) tellLive(event);
      if (message.type === "reset") invalidation.everything();
      else if (event?.topic === "mirror") {
        invalidation.soon(event.kind);
        // Rules say whether their source is still there.
        for (const kind of ["overview", "outages", "navigation", "alarm-rules"]) invalidation.later(kind);
      } else if (event?.topic === "thumbnail") {
        invalidation.soon("cameras");
      } else if (event?.topic === "sync") {
        for (const kind of [event.kind, "sync", "overview", "outages", "health"]) invalidation.later(kind);
      } else if (event?.topic === "alarm") {
        invalidation.atOnce("alarms");
        for (const kind of ["navigation", "overview", "alarm-quality"]) invalidation.later(kind);
      } else if (event?.topic === "event") {
        invalidation.soon("events");
      } else if (event?.topic === "queue") {
        for (const kind of ["queues", "health"]) invalidation.soon(kind);
      } else if (event?.topic === "watch") {
        for (const kind of ["snoozes", "escalations", "on-duty", "handovers"]) invalidation.soon(kind);
      } else if (event?.topic === "job") {
        invalidation.soon("jobs");
      } else if (event?.topic === "audit") {
        invalidation.soon("health");
        void queries.invalidateQueries({ queryKey: auditQueries.state().queryKey });
      } else if (event?.topic === "gateway") {
        for (const kind of ["gateway", "overview", "health", "connection"]) invalidation.soon(kind);
      } else if (event?.topic === "access") {
        for (const kind of ["users", "roles"]) invalidation.soon(kind);
        // One's own rights: the server says what may still be shown, and which pages there are.
        if (event.userId === null || event.userId === person) {
          invalidation.everything();
          router.refresh();
        }
      }
    });
    return () => {
      stop();
      invalidation.stop();
    };
  }, [person, queries, router]);

  const value = useMemo((): Live => ({ connection, gateway }), [connection, gateway]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

/** Whether what is on screen is kept up to date, and if not, since when. */
export function useConnection(): Connection {
  return useContext(LiveContext).connection;
}

export function useGateway(): GatewayState {
  return useContext(LiveContext).gateway;
}
