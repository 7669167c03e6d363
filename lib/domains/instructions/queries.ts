import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { InstructionItem, InstructionList, SetInstruction } from "./schema";

/** Below "alarm-rules": instructions belong to rules, and to types beside them. */
export const instructionQueries = {
  list: () =>
    queryOptions({
      queryKey: ["alarm-rules", "instructions"] as const,
      queryFn: ({ signal }) => fetchJson<InstructionList>("/api/instructions", { signal }),
    }),
};

export const setInstruction = mutationOptions({
  mutationKey: ["alarm-rules", "instructions"],
  mutationFn: (body: SetInstruction) => fetchJson<InstructionItem>("/api/instructions", { method: "PUT", body }),
});

export const deleteInstruction = mutationOptions({
  mutationKey: ["alarm-rules", "instructions"],
  mutationFn: (id: string) => fetchJson<void>(`/api/instructions/${encodeURIComponent(id)}`, { method: "DELETE" }),
});
