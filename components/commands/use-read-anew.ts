"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { MirrorKindName } from "@/lib/bus/events";

/** Has what is on screen of these kinds read anew after a command, also where the live stream is away. */
export function useReadAnew(): (...kinds: readonly MirrorKindName[]) => void {
  const queries = useQueryClient();
  return useCallback(
    (...kinds) =>
      void queries.invalidateQueries({ predicate: ({ queryKey }) => kinds.some((kind) => kind === queryKey[0]) }),
    [queries],
  );
}
