"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { Filter } from "@/components/data-table/data-table";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { trouble } from "@/components/ui/trouble";
import { doorQueries } from "@/lib/domains/doors/queries";
import { messageTypes } from "@/lib/gateway/dictionary/message-types";

type ChooserProps = Parameters<NonNullable<Filter["choose"]>>[0];

const types = [...messageTypes]
  .map(([value, { label }]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label));

/** Any number of the gateway's types, by their words. */
export function TypeChooser({ value, onChange }: ChooserProps) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const options = types.filter(
    (type) => value.includes(type.value) || `${type.label} ${type.value}`.toLowerCase().includes(wanted),
  );
  const shown = options.map((option) => option.value);
  return (
    <div className="w-80 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Find a type" value={words} onChange={setWords} />
      </div>
      {options.length === 0 ? (
        <p className="p-4 text-sm text-fg-soft">No type of that name</p>
      ) : (
        <ChoiceList
          label="Type"
          options={options}
          value={value}
          onChange={(next) => onChange([...value.filter((code) => !shown.includes(code)), ...next])}
        />
      )}
    </div>
  );
}

/** One door, found by name. */
export function DoorChooser({ value, onChange, close }: ChooserProps) {
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const { data, error } = useInfiniteQuery(doorQueries.list({ q: q === "" ? undefined : q }));
  const doors = data?.pages[0]?.items ?? [];
  return (
    <div className="w-72 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Find a door" value={words} onChange={setWords} />
      </div>
      {error !== null && data === undefined ? (
        <p className="p-4 text-sm text-danger-fg">{trouble(error).title}</p>
      ) : doors.length === 0 ? (
        <p className="p-4 text-sm text-fg-soft">{data === undefined ? "Reading" : "No door of that name"}</p>
      ) : (
        <ChoiceList
          label="Door"
          options={doors.map(({ id, name, area }) => ({
            value: id,
            label: name,
            ...(area === null ? {} : { hint: area.name }),
          }))}
          value={value}
          multiple={false}
          onChange={([id]) => {
            if (id === undefined) return;
            onChange([id]);
            close();
          }}
        />
      )}
    </div>
  );
}
