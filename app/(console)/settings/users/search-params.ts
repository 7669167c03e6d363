import { parseAsArrayOf, parseAsString } from "nuqs/server";
import { choices, listParams } from "@/components/data-table/list-params";
import type { UserFilters } from "@/lib/domains/users/schema";
import { userSorts, type UserState, userStates } from "@/lib/domains/users/terms";

export const userParams = {
  ...listParams(userSorts),
  state: choices(userStates),
  role: parseAsArrayOf(parseAsString).withDefault([]),
};

interface Address {
  q: string;
  sort: string;
  state: readonly UserState[];
  role: readonly string[];
}

export function userFilters({ q, sort, state, role }: Address): UserFilters {
  return {
    q: q === "" ? undefined : q,
    sort,
    state: state.length === 0 ? undefined : state,
    role: role.length === 0 ? undefined : role,
  };
}
