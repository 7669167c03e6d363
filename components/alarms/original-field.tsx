"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useField } from "@/components/form/use-field";
import { Button } from "@/components/ui/button";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { SearchField } from "@/components/ui/search-field";
import { ChoiceList } from "@/components/ui/select";
import { moment } from "@/components/ui/time-format";
import { trouble } from "@/components/ui/trouble";
import { useNow, useViewer } from "@/components/ui/viewer";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { alarmTitle } from "./words";

/** An alarm's address as people send it to each other, or the gateway's own id. */
const addressed = /\/alarms\/([^/?#\s]{1,64})/;
const guid = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

function idIn(q: string): string | undefined {
  return guid.test(q) ? q : addressed.exec(q)?.[1];
}

const focus = (input: HTMLInputElement | null) => input?.focus();

interface Chosen {
  id: string;
  name: string;
}

/** Of which alarm these are duplicates; nobody has to say. The value is `{ id, name }`, or null. */
export function OriginalField({ name, alarms }: { name: string; alarms: readonly AlarmItem[] }) {
  const { field, error } = useField(name);
  const value = field.value as Chosen | null;
  return (
    <ChooserField
      label="Duplicate of"
      aside="optional"
      error={error}
      buttonRef={field.ref}
      shown={value === null ? null : <Name>{value.name}</Name>}
      placeholder="Choose an alarm"
    >
      {(close) => (
        <Alarms
          alarms={alarms}
          value={value}
          onChoose={(chosen) => {
            field.onChange(chosen);
            close();
          }}
        />
      )}
    </ChooserField>
  );
}

interface AlarmsProps {
  alarms: readonly AlarmItem[];
  value: Chosen | null;
  onChoose: (chosen: Chosen | null) => void;
}

/** Those around the first one to begin with; a search finds any other. */
function Alarms({ alarms, value, onChoose }: AlarmsProps) {
  const viewer = useViewer();
  const now = useNow(60_000);
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const id = idIn(q);
  const near = useQuery(alarmQueries.detail(alarms[0]?.id ?? ""));
  const named = useQuery({ ...alarmQueries.detail(id ?? ""), enabled: id !== undefined, retry: false });
  const found = useQuery({ ...alarmQueries.first({ q, repeats: "grouped", limit: "20" }), enabled: q !== "" });
  const sources = q === "" ? [near] : id === undefined ? [found] : [named, found];
  const all =
    q === ""
      ? (near.data?.related ?? [])
      : [...(named.data === undefined || id === undefined ? [] : [named.data]), ...(found.data?.items ?? [])];
  const runs = new Set(alarms.map(({ repeats }) => repeats.firstId));
  const items = all.filter(
    (alarm, at) => !runs.has(alarm.repeats.firstId) && all.findIndex((other) => other.id === alarm.id) === at,
  );
  const reading = sources.some(({ isPending }) => isPending);
  const failed = sources.find(({ isError }) => isError);
  return (
    <div className="w-88 max-w-[calc(100vw-2rem)]">
      <div className="border-b border-line p-2">
        <SearchField label="Type, source, or an alarm's link" value={words} onChange={setWords} inputRef={focus} />
      </div>
      {items.length > 0 ? (
        <ChoiceList
          label="Alarms"
          multiple={false}
          takesFocus={false}
          options={items.map((alarm) => ({
            value: alarm.id,
            label: alarmTitle(alarm),
            hint: moment(Date.parse(alarm.occurredAt), now, viewer),
          }))}
          value={value === null ? [] : [value.id]}
          onChange={([chosen]) => {
            // Pressed again, it stays chosen.
            const alarm = items.find((each) => each.id === (chosen ?? value?.id));
            if (alarm !== undefined) onChoose({ id: alarm.id, name: alarmTitle(alarm) });
          }}
        />
      ) : (
        <p className="p-4 text-sm text-fg-soft">
          {reading
            ? "Reading"
            : failed !== undefined && id === undefined
              ? trouble(failed.error).title
              : q === ""
                ? "No other alarm of this source, area or rule about that time. Search for it."
                : "No such alarm"}
        </p>
      )}
      {value === null ? null : (
        <div className="border-t border-line p-2">
          <Button variant="quiet" size="sm" className="w-full justify-start" onPress={() => onChoose(null)}>
            Of none in particular
          </Button>
        </div>
      )}
    </div>
  );
}
