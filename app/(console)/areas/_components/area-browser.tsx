"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { FolderTree } from "lucide-react";
import { useMemo, useState } from "react";
import { ancestry, areaTree, findInTree } from "@/components/areas/area-nodes";
import { ExportButton } from "@/components/jobs/export-button";
import { FirstPass } from "@/components/mirror/first-pass";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { SearchField } from "@/components/ui/search-field";
import { Skeleton } from "@/components/ui/skeleton";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty } from "@/components/ui/states";
import { Tree, type TreeNode } from "@/components/ui/tree";
import type { AreaTree } from "@/lib/domains/areas/schema";

export interface AreaBrowserProps {
  query: UseQueryResult<AreaTree>;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

function idsOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap((node) => (node.children?.length ? [node.id, ...idsOf(node.children)] : []));
}

/** Small trees start open; of large ones only the way to the chosen area. */
const openUpTo = 60;

export function AreaBrowser({ query, chosen, onChoose }: AreaBrowserProps) {
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<Set<string>>();
  const [closedInSearch, setClosedInSearch] = useState<ReadonlySet<string>>(new Set());
  const leaves = useMemo(() => query.data?.items ?? [], [query.data]);
  const all = useMemo(() => areaTree(leaves), [leaves]);
  const found = useMemo(() => (words.trim() === "" ? null : findInTree(all, words)), [all, words]);
  const start = useMemo(() => {
    const way = chosen === null ? [] : ancestry(leaves, chosen).map(({ id }) => id);
    return new Set([
      ...way,
      ...(leaves.length <= openUpTo ? idsOf(all) : all.length <= 3 ? idsOf(all).slice(0, 3) : []),
    ]);
  }, [all, chosen, leaves]);

  if (query.data === undefined) {
    if (!query.isError) {
      return (
        <div aria-busy className="space-y-3.5 p-4">
          {["w-40", "w-52", "w-36", "w-48", "w-44"].map((width) => (
            <Skeleton key={width} className={`h-2.5 ${width}`} />
          ))}
        </div>
      );
    }
    return <QueryFailure query={query} />;
  }
  if (leaves.length === 0) {
    return query.data.syncedAt === null ? (
      <FirstPass kind="areas" many="areas" />
    ) : (
      <Empty icon={FolderTree} title="No areas yet">
        Areas are made in the cloud account and appear here by themselves.
      </Empty>
    );
  }
  const expanded =
    found === null ? (opened ?? start) : new Set([...found.expanded].filter((id) => !closedInSearch.has(id)));
  return (
    <>
      <div className="border-b border-line px-3 py-2.5">
        <SearchField
          label="Find an area"
          value={words}
          onChange={(next) => {
            setWords(next);
            setClosedInSearch(new Set());
          }}
        />
      </div>
      <div className="flex items-center justify-end gap-2 px-3 pt-2">
        <Button
          variant="quiet"
          size="sm"
          className={cx("-ms-1 min-w-0 flex-1 justify-start max-md:hidden", chosen === null && "bg-selected text-fg")}
          onPress={() => onChoose(null)}
        >
          All areas
        </Button>
        <ExportButton list="areas" query={{}} label="Export areas" />
      </div>
      <Tree
        label="Areas"
        nodes={found?.nodes ?? all}
        selected={chosen}
        onSelect={onChoose}
        selectionFollows
        expanded={expanded}
        onExpandedChange={(next) => {
          if (found === null) setOpened(next);
          else setClosedInSearch(new Set([...found.expanded].filter((id) => !next.has(id))));
        }}
        empty={
          <p className="px-4 py-3 text-sm text-fg-soft" role="status">
            No area of that name.
          </p>
        }
        className="flex-1"
      />
    </>
  );
}
