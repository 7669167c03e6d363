"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { trouble } from "@/components/ui/trouble";
import { deviceQueries } from "@/lib/domains/devices/queries";
import type { deviceCategories } from "@/lib/domains/devices/terms";

export interface DeviceChooserProps {
  value: string | null;
  onChoose: (id: string) => void;
  /** Only devices of this category. */
  category?: (typeof deviceCategories)[number];
}

/** One device, found by name or serial number, for a filter. */
export function DeviceChooser({ value, onChoose, category }: DeviceChooserProps) {
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const { data, error } = useInfiniteQuery(
    deviceQueries.list({ q: q === "" ? undefined : q, ...(category === undefined ? {} : { category: [category] }) }),
  );
  const devices = data?.pages[0]?.items ?? [];
  return (
    <div className="w-72 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Name or serial" value={words} onChange={setWords} />
      </div>
      {error !== null && data === undefined ? (
        <p className="p-4 text-sm text-danger-fg">{trouble(error).title}</p>
      ) : devices.length === 0 ? (
        <p className="p-4 text-sm text-fg-soft">{data === undefined ? "Reading" : "No device of that name"}</p>
      ) : (
        <ChoiceList
          label="Device"
          options={devices.map(({ id, name, serial }) => ({
            value: id,
            label: name,
            ...(serial === null ? {} : { hint: serial }),
          }))}
          value={value === null ? [] : [value]}
          multiple={false}
          onChange={([id]) => (id === undefined ? undefined : onChoose(id))}
        />
      )}
    </div>
  );
}
