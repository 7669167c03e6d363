"use client";

import type { ReactNode } from "react";
import type { ListQueryResult } from "@/components/data-table/pages";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import type { MirrorKindName } from "@/lib/bus/events";

export interface ListPageProps {
  title: string;
  kind: MirrorKindName;
  query: ListQueryResult<{ id: string }>;
  /** The page's one primary action. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that is one list of a mirrored kind: how old it is stands in the bar, and can be made younger. */
export function ListPage({ title, kind, query, actions, children }: ListPageProps) {
  const refresh = useRefresh([kind]);
  const first = query.data?.pages[0];
  return (
    <PageFrame
      title={title}
      age={first}
      onRefresh={refresh.onRefresh}
      refreshing={refresh.refreshing}
      actions={actions}
      note={
        refresh.problem === undefined || first?.syncedAt === null ? undefined : (
          <span className="text-warn-fg">{refresh.problem}</span>
        )
      }
    >
      {children}
    </PageFrame>
  );
}
