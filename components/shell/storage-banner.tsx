"use client";

import { useQuery } from "@tanstack/react-query";
import { HardDrive } from "lucide-react";
import { Banner } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { healthQueries } from "@/lib/domains/health/queries";
import type { StorageState } from "@/lib/domains/health/schema";
import { gibibytes } from "@/lib/domains/health/terms";

/** Room on the server's disk; until the server has said, there is enough. */
export function useStorage(): StorageState {
  return useQuery(healthQueries.storage()).data ?? { state: "ok" };
}

/** The disk fills up, or is so full that pictures have stopped. */
export function StorageBanner({ storage }: { storage: Exclude<StorageState, { state: "ok" }> }) {
  const stopped = storage.state === "stopped";
  return (
    <Banner
      tone={stopped ? "danger" : "warn"}
      icon={HardDrive}
      role={stopped ? "alert" : "status"}
      title={
        stopped ? (
          <>
            No new pictures since <Time at={storage.since} />: the server&rsquo;s disk is nearly full.
          </>
        ) : (
          "The server’s disk fills up."
        )
      }
    >
      {gibibytes(storage.freeBytes)} GiB are free.{" "}
      {stopped
        ? "Everything else works. Pictures come back by themselves when there is room."
        : "Ask whoever runs the server to make room."}
    </Banner>
  );
}
