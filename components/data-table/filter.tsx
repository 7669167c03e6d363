"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { insist } from "@/components/ui/insist";
import type { Option } from "@/components/ui/select";
import type { ListControls } from "./use-list-state";

const ChoiceList = dynamic(() => insist(() => import("@/components/ui/select")).then((module) => module.ChoiceList));

/** The part of a list's address that its filters read and write. */
export type Filtered = Pick<ListControls, "filters" | "filter">;

export interface Filter {
  /** The name in the address and in `listParams`' map. */
  id: string;
  label: string;
  /** A fixed set of choices. */
  options?: readonly Option[];
  /** Instead of `options`: one's own chooser, such as a tree of areas. */
  choose?: (props: {
    value: readonly string[];
    onChange: (value: readonly string[]) => void;
    close: () => void;
  }) => ReactNode;
  /** How a set value reads, where `options` do not say. */
  labelOf?: (value: string) => string;
  /** Only one at a time. */
  single?: boolean;
  /** Behind "Filter" until it is set. */
  tucked?: boolean;
}

export interface FiltersProps {
  filters: readonly Filter[];
  list: Filtered;
  /** What they leave: "412 cameras"; null while nobody knows. */
  count: ReactNode;
}

/** What a filter is set to, in words. */
export function valueWords(filter: Filter, values: readonly string[]): string {
  const words = values.map(
    (value) => filter.options?.find((option) => option.value === value)?.label ?? filter.labelOf?.(value) ?? value,
  );
  const [first = "", second, ...more] = words;
  if (second === undefined) return first;
  return more.length === 0 ? `${first}, ${second}` : `${first}, ${second}, ${more.length} more`;
}

/** Where its values are chosen: its options, or a chooser of its own. `close` ends the choosing. */
export function FilterChoices({ filter, list, close }: { filter: Filter; list: Filtered; close: () => void }) {
  const value = list.filters[filter.id] ?? [];
  const onChange = (next: readonly string[]) => list.filter(filter.id, next);
  if (filter.choose !== undefined) return filter.choose({ value, onChange, close });
  return (
    <ChoiceList
      label={filter.label}
      options={filter.options ?? []}
      value={value}
      multiple={filter.single !== true}
      onChange={(next) => {
        onChange(next);
        if (filter.single === true) close();
      }}
    />
  );
}
