import { parseAsStringLiteral } from "nuqs/server";
import { choices, listParams } from "@/components/data-table/list-params";
import type { HandoverFilters } from "@/lib/domains/handovers/queries";
import { handoverStates } from "@/lib/domains/handovers/terms";

export const handoverTab = parseAsStringLiteral(["now", "history"]).withDefault("now");

export const handoverParams = {
  ...listParams(["preparedAt"]),
  sort: parseAsStringLiteral(["preparedAt", "-preparedAt"]).withDefault("-preparedAt"),
  state: choices(handoverStates),
};

export const addressParams = { ...handoverParams, tab: handoverTab };

interface Address {
  q: string;
  sort: string;
  state: readonly (typeof handoverStates)[number][];
}

export function handoverFilters({ q, sort, state }: Address): HandoverFilters {
  return { q: q === "" ? undefined : q, sort, state: state.length === 0 ? undefined : state };
}
