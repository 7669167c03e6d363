"use client";

import { ChevronDown, CircleAlert } from "lucide-react";
import { useId } from "react";
import { useController, useFormContext } from "react-hook-form";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { inputClass } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Popover } from "@/components/ui/popover";
import { AreaChooser, useAreaName } from "./area-chooser";

export interface AreaFieldProps {
  /** Path of its value in the form: an area's id, or null. */
  name: string;
  label: string;
  /** What null is called: "At the top". Without it an area must be chosen. */
  none?: string | undefined;
}

/** An area as a field of a Form. */
export function AreaField({ name, label, none }: AreaFieldProps) {
  const { control } = useFormContext();
  const {
    field: { ref, value: held, onChange },
    fieldState,
  } = useController({ name, control });
  const value = typeof held === "string" ? held : null;
  const areaName = useAreaName(value);
  const [labelId, valueId, errorId] = [useId(), useId(), useId()];
  const error = fieldState.error?.message;
  return (
    <div>
      <span id={labelId} className="mb-1 block text-sm font-medium text-fg">
        {label}
      </span>
      <Popover
        label={label}
        trigger={
          <AriaButton
            ref={ref}
            aria-labelledby={`${labelId} ${valueId}`}
            {...(error === undefined ? {} : { "aria-describedby": errorId })}
            className={cx(
              inputClass,
              "flex h-9 items-center justify-between gap-2 text-start pointer-coarse:h-11",
              error !== undefined && "border-danger ring-1 ring-danger",
            )}
          >
            <span id={valueId} className={cx("truncate", value === null && none === undefined && "text-fg-faint")}>
              {value === null ? (none ?? "Choose an area") : <Name>{areaName ?? value}</Name>}
            </span>
            <Icon of={ChevronDown} size={14} className="text-fg-faint" />
          </AriaButton>
        }
      >
        {(close) => (
          <>
            {none === undefined ? null : (
              <div className="border-b border-line p-2">
                <Button
                  variant="quiet"
                  size="sm"
                  className="w-full justify-start"
                  onPress={() => {
                    onChange(null);
                    close();
                  }}
                >
                  {none}
                </Button>
              </div>
            )}
            <AreaChooser
              value={value}
              onChoose={(id) => {
                onChange(id);
                close();
              }}
            />
          </>
        )}
      </Popover>
      {error === undefined ? null : (
        <p id={errorId} className="mt-1 flex gap-1.5 text-xs text-danger-fg">
          <Icon of={CircleAlert} size={14} className="mt-px" />
          {error}
        </p>
      )}
    </div>
  );
}
