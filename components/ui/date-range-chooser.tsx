"use client";

import { useState } from "react";
import { Button } from "./button";
import { DateRangeField } from "./date-fields";
import { quickRanges, quickRangeWords, rangeOf, rangeText } from "./date-ranges";
import type { SiteZone } from "./time";
import { useViewer } from "./viewer";

export interface DateRangeChooserProps {
  /** As in the address: `today`, or `from..to`; null: any time. */
  value: string | null;
  onChange: (value: string) => void;
  site?: SiteZone;
}

/** A quick range or one's own, for the popover of a filter. Quick ones stay what they say on another day. */
export function DateRangeChooser({ value, onChange, site }: DateRangeChooserProps) {
  const { timeZone } = useViewer();
  const [own, setOwn] = useState(() => (value === null ? null : rangeOf(value, timeZone)));
  return (
    <div className="w-88 max-w-[calc(100vw-2rem)] p-3">
      <div className="flex flex-wrap gap-1.5 pb-3">
        {quickRanges.map((name) => (
          <Button
            key={name}
            size="sm"
            aria-pressed={value === name}
            className={value === name ? "border-accent-line! bg-accent-soft!" : ""}
            onPress={() => onChange(name)}
          >
            {quickRangeWords[name]}
          </Button>
        ))}
      </div>
      <DateRangeField label="From and to" value={own} onChange={setOwn} {...(site === undefined ? {} : { site })} />
      <div className="flex justify-end pt-3">
        <Button
          variant="primary"
          isDisabled={own === null}
          onPress={() => (own === null ? undefined : onChange(rangeText(own)))}
        >
          Use these times
        </Button>
      </div>
    </div>
  );
}
