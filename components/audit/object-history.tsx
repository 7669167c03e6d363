"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { may } from "@/lib/auth/roles";
import { auditQueries } from "@/lib/domains/audit/queries";
import { actionInWords, Result, Who } from "./entry-words";

const shown = 10;

export interface ObjectHistoryProps {
  /** As audit entries name it: `camera`, `device`, `area`, `door`. */
  kind: string;
  id: string;
  className?: string;
}

/**
 * What was done to one thing, for those who may read the audit log. It is asked for by hand, because looking into the
 * log is itself written down.
 */
export function ObjectHistory({ kind, id, className }: ObjectHistoryProps) {
  const { person } = useShell();
  const [wanted, setWanted] = useState(false);
  if (!may(person, "audit:read")) return null;
  return (
    <section aria-label="History" className={className}>
      <h2 className="mb-2 text-md font-semibold">History</h2>
      {wanted ? (
        <Entries kind={kind} id={id} />
      ) : (
        <Button icon={History} onPress={() => setWanted(true)}>
          Show history
        </Button>
      )}
    </section>
  );
}

/** The same behind a button, where there is no room for a section. */
export function ObjectHistoryButton({ kind, id }: Omit<ObjectHistoryProps, "className">) {
  const { person } = useShell();
  if (!may(person, "audit:read")) return null;
  return (
    <Popover
      label="History"
      placement="bottom end"
      trigger={
        <Button icon={History} variant="quiet">
          History
        </Button>
      }
      className="w-90 max-w-[calc(100vw-2rem)] p-3"
    >
      <Entries kind={kind} id={id} />
    </Popover>
  );
}

function Entries({ kind, id }: { kind: string; id: string }) {
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
