"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { SearchField } from "@/components/ui/search-field";
import { Skeleton } from "@/components/ui/skeleton";
import { trouble } from "@/components/ui/trouble";
import { Tree } from "@/components/ui/tree";
import { areaQueries } from "@/lib/domains/areas/queries";
import { ancestry, areaTree, findInTree } from "./area-nodes";

export interface AreaChooserProps {
  value: string | null;
  onChoose: (id: string) => void;
}

/** Small trees start open. */
const openUpTo = 60;

/** One area out of the tree, for a filter; what is below it is meant too. */
export function AreaChooser({ value, onChoose }: AreaChooserProps) {
  const { data, error } = useQuery(areaQueries.tree());
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<Set<string>>();
  const all = useMemo(() => areaTree(data?.items ?? []), [data]);
  const found = useMemo(() => (words.trim() === "" ? null : findInTree(all, words)), [all, words]);
  const start = useMemo(() => {
    const path = value === null ? [] : ancestry(data?.items ?? [], value);
    const few = (data?.items ?? []).length <= openUpTo;
    return new Set([
      ...path.map(({ id }) => id),
      ...(few ? (data?.items ?? []) : all.length <= 3 ? all : []).map(({ id }) => id),
    ]);
  }, [all, data, value]);
  return (
    <div className="flex h-88 w-80 max-w-[calc(100vw-2rem)] flex-col">
      <div className="border-b border-line p-2">
        <SearchField label="Find an area" value={words} onChange={setWords} />
      </div>
      {data === undefined ? (
        error === null ? (
          <div className="space-y-3 p-4">
            <Skeleton />
            <Skeleton />
          </div>
        ) : (
          <p className="p-4 text-sm text-danger-fg">{trouble(error).title}</p>
        )
      ) : (
        <Tree
          label="Areas"
          nodes={found?.nodes ?? all}
          selected={value}
          onSelect={onChoose}
          expanded={found?.expanded ?? opened ?? start}
          onExpandedChange={found === null ? setOpened : () => undefined}
          empty={<p className="p-4 text-sm text-fg-soft">{words === "" ? "No areas yet" : "No area of that name"}</p>}
          className="flex-1"
        />
      )}
    </div>
  );
}
