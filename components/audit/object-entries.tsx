"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { auditQueries } from "@/lib/domains/audit/queries";
import { actionInWords, Result, Who } from "./entry-words";

const shown = 10;

/** The newest entries about one thing, and the way to all of them. */
export function ObjectEntries({ kind, id }: { kind: string; id: string }) {
  const filters = { objectKind: kind, objectId: id, limit: String(shown) };
  const { data, error, isFetching, refetch } = useQuery(auditQueries.history(filters));
  if (data === undefined) {
    if (error === null) return <Skeleton className="h-2.5 w-56" />;
    return (
      <p role="alert" className="text-sm text-danger-fg">
        {trouble(error).title}{" "}
        <Button size="sm" onPress={() => void refetch()} busy={isFetching}>
          Try again
        </Button>
      </p>
    );
  }
  if (data.items.length === 0) return <p className="text-sm text-fg-soft">Nothing was done to it yet</p>;
  return (
    <>
      <ol className="divide-y divide-line-soft text-sm">
        {data.items.map((item) => (
          <li key={item.id} className="py-2">
            <div className="flex items-baseline justify-between gap-3">
              <Link href={`/audit?open=${item.id}`} prefetch={false} className="min-w-0 rounded-xs hover:underline">
                {actionInWords(item)}
              </Link>
              <span className="shrink-0 text-xs text-fg-faint">
                <Time at={item.at} />
              </span>
            </div>
            <div className="flex items-baseline justify-between gap-3 text-xs text-fg-soft">
              <span className="min-w-0 truncate">
                <Who who={item.who} />
              </span>
              <Result result={item.result} code={item.code} />
            </div>
          </li>
        ))}
      </ol>
      {data.nextCursor === null ? null : (
        <Link
          href={`/audit?object=${encodeURIComponent(`${kind}:${id}`)}`}
          prefetch={false}
          className="mt-2 inline-block rounded-xs text-sm text-accent-fg hover:underline"
        >
          Show all in the audit log
        </Link>
      )}
    </>
  );
}
