"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { StateDot } from "@/components/ui/state-dot";
import { trouble } from "@/components/ui/trouble";
import { jobQueries } from "@/lib/domains/jobs/queries";
import type { JobItem, JobRowItem, RowState } from "@/lib/domains/jobs/schema";
import { rowLabel, rowStateWords, rowTold } from "./job-words";

const troubled: readonly RowState[] = ["failed", "unknown"];

/** How each row of the job went. */
export function JobRows({ job }: { job: JobItem }) {
  const [shown, setShown] = useState<"all" | "trouble">("all");
  const query = useInfiniteQuery(jobQueries.rows(job.id, shown === "all" ? [] : troubled));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-label="Rows">
      <div className="mb-2 flex min-h-control items-center justify-between gap-3">
        <h3 className="text-sm font-semibold">Rows</h3>
        {job.failed + job.unknown === 0 && shown === "all" ? null : (
          <SegmentedControl
            label="Rows shown"
            value={shown}
            onChange={setShown}
            className="min-w-44"
            options={[
              { value: "all", label: "All" },
              { value: "trouble", label: "Not done" },
            ]}
          />
        )}
      </div>
      {query.isError && query.data === undefined ? (
        <p role="alert" className="text-sm text-danger-fg">
          {trouble(query.error).title}{" "}
          <Button size="sm" onPress={() => void query.refetch()} busy={query.isFetching} busyLabel="Trying">
            Try again
          </Button>
        </p>
      ) : (
        <ol aria-busy={query.isFetching} className="border-t border-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ol>
      )}
      {query.hasNextPage ? (
        <Button
          className="mt-3"
          onPress={() => void query.fetchNextPage()}
          busy={query.isFetchingNextPage}
          busyLabel="Loading"
        >
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function Row({ row: { no, input, state, result, code } }: { row: JobRowItem }) {
  const { word, tone, icon } = rowStateWords[state];
  const { message, remedy } = rowTold(result);
  const told =
    message ??
    (state === "unknown"
      ? "The answer never came, so it may have been carried out. Look before you repeat it."
      : undefined);
  return (
    <li className="border-b border-line-soft py-2 text-sm">
      <div className="flex items-start gap-3">
        <span data-numeric className="w-8 shrink-0 text-end text-xs leading-5 text-fg-faint">
          {no}
        </span>
        <Name className="min-w-0 flex-1 font-medium wrap-anywhere">{rowLabel(input, no)}</Name>
        <StateDot tone={tone} icon={icon} className="shrink-0">
          {word}
        </StateDot>
      </div>
      {told === undefined ? null : (
        <p className="ms-11 text-xs text-fg-soft">
          <bdi>{told}</bdi> {remedy === undefined ? null : <bdi>{remedy}</bdi>}{" "}
          {code === null ? null : <code className="font-mono">{code}</code>}
        </p>
      )}
    </li>
  );
}
