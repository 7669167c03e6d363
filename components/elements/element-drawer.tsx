"use client";

import { useQuery } from "@tanstack/react-query";
import { ObjectHistory } from "@/components/audit/object-history";
import { DoorControl } from "@/components/doors/door-control";
import { useShell } from "@/components/shell/shell-context";
import { Drawer } from "@/components/ui/drawer";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { isMissing } from "@/components/ui/trouble";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";
import { doorQueries } from "@/lib/domains/doors/queries";
import { elementNouns } from "@/lib/domains/elements/terms";
import { SignalSection } from "@/components/signals/signal-section";
import { ElementFacts } from "./element-facts";
import { type PlainKind, plainKinds } from "./element-kinds";

const queries = { doors: doorQueries, "alarm-inputs": alarmInputQueries, "alarm-outputs": alarmOutputQueries } as const;

/** The facts of one thing, beside the list; on a narrow screen in its place. */
export function ElementDrawer({ kind, id, onClose }: { kind: PlainKind; id: string; onClose: () => void }) {
  const { may } = useShell();
  const query = useQuery(queries[kind].detail(id));
  const { data } = query;
  return (
    <Drawer
      label={plainKinds[kind].title}
      title={data === undefined ? plainKinds[kind].title : <Name>{data.name}</Name>}
      onClose={onClose}
    >
      {query.isError && (data === undefined || isMissing(query.error)) ? (
        <QueryFailure query={query} />
      ) : data === undefined ? (
        <div aria-busy className="space-y-3 p-4">
          <Skeleton className="h-2.5 w-40" />
          <Skeleton className="h-2.5 w-56" />
          <Skeleton className="h-2.5 w-48" />
        </div>
      ) : (
        <div className="px-4 pt-2 pb-5">
          {kind === "doors" ? (
            may("doors:control") ? (
              <section aria-label="Control" className="mb-4 rounded-md border border-line px-3 py-2.5">
                <DoorControl id={data.id} name={data.name} />
              </section>
            ) : null
          ) : (
            <SignalSection kind={kind} id={data.id} name={data.name} />
          )}
          <ElementFacts element={data} />
          <ObjectHistory kind={elementNouns[kind]} id={data.id} className="mt-6" />
        </div>
      )}
    </Drawer>
  );
}
