"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchField } from "@/components/ui/search-field";
import { alarmTypes } from "@/lib/gateway/dictionary/alarm-types";

const known = [...alarmTypes]
  .map(([code, { label }]) => ({ code, label }))
  .sort((a, b) => a.label.localeCompare(b.label));

/** Any number of the gateway's types of alarm, by their words. */
export function TypeChooser({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (value: readonly string[]) => void;
}) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const chosen = new Set(value);
  const shown = known.filter(
    ({ code, label }) => chosen.has(code) || `${label} ${code}`.toLowerCase().includes(wanted),
  );
  return (
    <div className="flex h-88 w-80 max-w-[calc(100vw-2rem)] flex-col">
      <div className="border-b border-line p-2">
        <SearchField label="Find a type" value={words} onChange={setWords} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto px-3 py-1.5" role="group" aria-label="Types">
        {shown.map(({ code, label }) => (
          <Checkbox
            key={code}
            isSelected={chosen.has(code)}
            onChange={(on) => onChange(on ? [...value, code] : value.filter((each) => each !== code))}
            className="py-0.5"
          >
            {label}
          </Checkbox>
        ))}
        {shown.length === 0 ? <p className="py-2 text-sm text-fg-soft">No type of that name</p> : null}
      </div>
    </div>
  );
}
