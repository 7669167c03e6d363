import { parseAsStringLiteral } from "nuqs/server";
import { choices, listParams } from "@/components/data-table/list-params";
import type { DeliveryFilters } from "@/lib/domains/escalations/queries";
import { deliveryStates } from "@/lib/domains/escalations/terms";

export const deliveryParams = {
  ...listParams(["createdAt"]),
  sort: parseAsStringLiteral(["createdAt", "-createdAt"]).withDefault("-createdAt"),
  state: choices(deliveryStates),
};

interface Address {
  q: string;
  sort: string;
  state: readonly (typeof deliveryStates)[number][];
}

export function deliveryFilters({ q, sort, state }: Address): DeliveryFilters {
  return { q: q === "" ? undefined : q, sort, state: state.length === 0 ? undefined : state };
}
