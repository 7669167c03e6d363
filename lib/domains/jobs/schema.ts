import { z } from "zod";
import { JobState } from "@/lib/bus/events";
import { listQuery, several } from "@/lib/http/list";
import { jobSorts, rowStates } from "./terms";

export { JobState } from "@/lib/bus/events";

export const JobParams = z.object({ id: z.uuid() });

/** Query of `GET /api/jobs`; the newest come first. */
export const JobQuery = listQuery(
  {
    state: several(JobState),
    /** `me`: what I started; `others`: what I see of other people's, which takes the right to manage users. */
    owner: z.enum(["me", "others"]).optional(),
    /** Finished jobs that their owner has (`yes`) or has not (`no`) looked at since. */
    seen: z.enum(["yes", "no"]).optional(),
  },
  jobSorts,
  "-created",
);
export type JobQuery = z.output<typeof JobQuery>;

/** What a page asks for; the cursor is the list's own business. */
export type JobFilters = {
  q?: string | undefined;
  sort?: string | undefined;
  limit?: string | undefined;
  state?: readonly JobState[] | undefined;
  owner?: "me" | "others" | undefined;
  seen?: "yes" | "no" | undefined;
};

export const RowState = z.enum(rowStates);
export type RowState = z.infer<typeof RowState>;

/** Query of `GET /api/jobs/[id]/rows`. */
export const JobRowQuery = listQuery({ state: several(RowState) }, ["no"]);
export type JobRowQuery = z.output<typeof JobRowQuery>;

/** Long work that somebody asked for. Times are ISO. */
export interface JobItem {
  id: string;
  /** Such as `export.list`. */
  kind: string;
  title: string;
  state: JobState;
  owner: { id: string; name: string };
  /** The asking person is its owner. */
  mine: boolean;
  /** Null while nobody knows how much there is to do. */
  total: number | null;
  done: number;
  failed: number;
  unknown: number;
  skipped: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The owner has looked at it since it finished. */
  seen: boolean;
  /** `url` is null once the file is deleted, a week after the end. */
  result: { name: string; bytes: number; url: string | null } | null;
  error: { message: string; remedy: string | null; code: string | null } | null;
  /** It works row by row, and `GET /api/jobs/[id]/rows` tells how each ended. */
  hasRows: boolean;
}

export interface JobRowItem {
  /** The number, as text. */
  id: string;
  no: number;
  state: RowState;
  input: unknown;
  /** What came of it; `message` and `remedy` in it are sentences. */
  result: unknown;
  code: string | null;
}
