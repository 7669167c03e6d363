"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { trouble } from "@/components/ui/trouble";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import type { ElementItem } from "@/lib/domains/elements/schema";

const kinds = {
  cameras: { label: "Cameras", none: "No camera of that name", list: cameraQueries.list },
  "alarm-inputs": { label: "Inputs", none: "No input of that name", list: alarmInputQueries.list },
  "alarm-outputs": { label: "Outputs", none: "No output of that name", list: alarmOutputQueries.list },
} as const;

export type ChoosableKind = keyof typeof kinds;

export interface Chosen {
  id: string;
  name: string;
}

export interface ElementChooserProps {
  kind: ChoosableKind;
  value: readonly Chosen[];
  multiple?: boolean;
  onChange: (chosen: Chosen[]) => void;
}

/** Cameras, inputs or outputs found by name, serial number or area; what is chosen stays chosen while a search hides it. */
export function ElementChooser({ kind, value, multiple = false, onChange }: ElementChooserProps) {
  const { label, none, list } = kinds[kind];
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  // The lists differ in what their items have besides; names and areas are in all of them.
  const { data, error } = useInfiniteQuery(
    list({ q: q === "" ? undefined : q }) as ReturnType<typeof alarmInputQueries.list>,
  );
  const items: readonly ElementItem[] = data?.pages[0]?.items ?? [];
  return (
    <div className="w-72 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Name, serial or area" value={words} onChange={setWords} />
      </div>
      {error !== null && data === undefined ? (
        <p className="p-4 text-sm text-danger-fg">{trouble(error).title}</p>
      ) : items.length === 0 ? (
        <p className="p-4 text-sm text-fg-soft">{data === undefined ? "Reading" : none}</p>
      ) : (
        <ChoiceList
          label={label}
          options={items.map(({ id, name, area }) => ({
            value: id,
            label: name,
            ...(area === null ? {} : { hint: area.name }),
          }))}
          value={value.map(({ id }) => id)}
          multiple={multiple}
          onChange={(ids) => {
            const hidden = multiple ? value.filter(({ id }) => !items.some((item) => item.id === id)) : [];
            const shown = items.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }));
            if (multiple || shown.length > 0) onChange([...hidden, ...shown]);
          }}
        />
      )}
    </div>
  );
}
