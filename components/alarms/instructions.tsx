"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";

export interface InstructionsProps {
  instructions: NonNullable<AlarmDetail["instructions"]>;
  /** Undefined: this person may only read. */
  onTick: ((step: number, done: boolean) => void) | undefined;
}

/** What to do, step by step; who ticked which, and when. */
export function Instructions({ instructions, onTick }: InstructionsProps) {
  const { from, name, steps } = instructions;
  return (
    <section aria-label="What to do">
      <h3 className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm font-semibold">
        What to do
        <span className="text-xs font-normal text-fg-faint">
          {from === "rule" ? "Rule" : "Type"}: <Name>{name}</Name>
        </span>
      </h3>
      <ol>
        {steps.map(({ text, done }, at) => (
          <li key={`${at} ${text}`} className="py-0.5">
            <Checkbox
              isSelected={done !== null}
              isReadOnly={onTick === undefined}
              onChange={(ticked) => onTick?.(at, ticked)}
              className="items-start"
            >
              <bdi dir="auto" className={done === null ? "text-fg" : "text-fg-faint line-through"}>
                {text}
              </bdi>
              {done === null ? null : (
                <span className="ms-2 text-xs text-fg-faint">
                  {done.by === null ? null : <Name>{done.by.name}</Name>} <Time at={done.at} />
                </span>
              )}
            </Checkbox>
          </li>
        ))}
      </ol>
    </section>
  );
}
