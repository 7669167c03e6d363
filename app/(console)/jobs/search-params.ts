import { parseAsStringLiteral } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import type { JobFilters } from "@/lib/domains/jobs/schema";
import { jobSorts, jobStates } from "@/lib/domains/jobs/terms";

const sorts = jobSorts.flatMap((field) => [field, `-${field}` as const]);

export const jobParams = {
  ...listParams(jobSorts),
  sort: parseAsStringLiteral(sorts).withDefault("-created"),
  state: choices(jobStates),
  owner: oneText,
};

interface Address {
  q: string;
  sort: string;
  state: readonly (typeof jobStates)[number][];
  owner: string | null;
}

export function jobFilters({ q, sort, state, owner }: Address): JobFilters {
  return {
    q: q === "" ? undefined : q,
    sort,
    state: state.length === 0 ? undefined : state,
    owner: owner === "me" || owner === "others" ? owner : undefined,
  };
}
