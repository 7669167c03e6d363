"use client";

import { parseAbsolute, type ZonedDateTime } from "@internationalized/date";
import { Calendar as CalendarIcon, ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from "react-aria-components/Calendar";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DatePicker } from "react-aria-components/DatePicker";
import { DateRangePicker } from "react-aria-components/DateRangePicker";
import { Dialog } from "react-aria-components/Dialog";
import { Group } from "react-aria-components/Group";
import { Popover } from "react-aria-components/Popover";
import { RangeCalendar } from "react-aria-components/RangeCalendar";
import { cx } from "./cx";
import type { TimeRange } from "./date-ranges";
import { FieldLabel, FieldNotes, type FieldFrameProps, inputClass } from "./field";
import { Icon } from "./icon";
import { popoverClass } from "./overlay-class";
import type { SiteZone } from "./time";
import { dateTime } from "./time-format";
import { useViewer } from "./viewer";

const frame = cx(
  inputClass,
  "flex h-9 items-center gap-1 pe-1 focus-within:outline-2 focus-within:outline-focus pointer-coarse:h-11",
);
const segment =
  "grid h-6 min-w-6 place-items-center rounded-xs px-0.5 tabular-nums outline-none data-placeholder:text-fg-faint data-focused:bg-accent data-focused:text-accent-on data-[type=literal]:min-w-0 data-[type=literal]:px-0";
const square =
  "state-layer target flex size-7 shrink-0 items-center justify-center rounded-md text-fg-soft data-disabled:text-fg-disabled";

function Segments({ slot }: { slot?: "start" | "end" }) {
  return (
    <DateInput {...(slot === undefined ? {} : { slot })} className="flex min-w-fit items-center">
      {(part) => <DateSegment segment={part} className={segment} />}
    </DateInput>
  );
}

function Month({ head }: { head: string }) {
  return (
    <>
      <header className="flex items-center justify-between gap-2 pb-2">
        <Button slot="previous" className={square}>
          <Icon of={ChevronLeft} className="rtl:-scale-x-100" />
        </Button>
        <CalendarHeading className="text-sm font-medium" />
        <Button slot="next" className={square}>
          <Icon of={ChevronRight} className="rtl:-scale-x-100" />
        </Button>
      </header>
      <CalendarGrid aria-label={head}>
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="size-8 text-xs font-normal text-fg-faint">{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(day) => (
            <CalendarCell
              date={day}
              className="flex size-8 cursor-default items-center justify-center rounded-sm text-sm outline-none data-disabled:text-fg-disabled data-focus-visible:outline-2 data-focus-visible:outline-focus data-hovered:bg-hover data-outside-month:invisible data-selected:bg-selected data-selection-end:bg-accent data-selection-end:text-accent-on data-selection-start:bg-accent data-selection-start:text-accent-on"
            />
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </>
  );
}

function CalendarPopover({ children }: { children: ReactNode }) {
  return (
    <Popover placement="bottom start" offset={6} className={popoverClass}>
      <Dialog className="p-3 outline-none">{children}</Dialog>
    </Popover>
  );
}

const zoned = (at: string | null, timeZone: string): ZonedDateTime | null => {
  try {
    return at === null ? null : parseAbsolute(at, timeZone);
  } catch {
    return null;
  }
};

/** Says in whose zone the time is meant, and what it is at the site where that differs. */
function useZoneNote(at: readonly (string | null)[], site: SiteZone | undefined, hint: ReactNode): ReactNode {
  const viewer = useViewer();
  const known = at.flatMap((each) => (each === null || Number.isNaN(Date.parse(each)) ? [] : [Date.parse(each)]));
  if (site === undefined || site.timeZone === viewer.timeZone || known.length === 0) {
    return hint ?? `Your time, ${viewer.timeZone.replaceAll("_", " ")}`;
  }
  const there = known.map((each) => dateTime(each, { locale: viewer.locale, timeZone: site.timeZone })).join(" to ");
  return (
    <>
      {hint} Your time. In {site.name}: {there}
    </>
  );
}

export interface DateTimeFieldProps extends FieldFrameProps {
  /** ISO time in UTC; null: none. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
  site?: SiteZone | undefined;
  /** ISO times. */
  min?: string;
  max?: string;
  isDisabled?: boolean;
  className?: string;
}

/** One moment, to the minute, in the viewer's zone. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { label, aside, hint, error, value, onChange, onBlur, site, min, max, isDisabled = false, className } = props;
  const { timeZone } = useViewer();
  const note = useZoneNote([value], site, hint);
  const [least, most] = [zoned(min ?? null, timeZone), zoned(max ?? null, timeZone)];
  return (
    <DatePicker<ZonedDateTime>
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      value={zoned(value, timeZone)}
      onChange={(next) => onChange(next?.toAbsoluteString() ?? null)}
      {...(least === null ? {} : { minValue: least })}
      {...(most === null ? {} : { maxValue: most })}
      {...(onBlur === undefined ? {} : { onBlur })}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={aside} />
      <Group className={frame}>
        <span className="min-w-0 flex-1 overflow-x-auto">
          <Segments />
        </span>
        <Button className={square}>
          <Icon of={CalendarIcon} />
        </Button>
      </Group>
      <FieldNotes hint={note} error={error} />
      <CalendarPopover>
        <Calendar>
          <Month head={label} />
        </Calendar>
      </CalendarPopover>
    </DatePicker>
  );
}

export interface DateRangeFieldProps extends FieldFrameProps {
  value: TimeRange | null;
  onChange: (value: TimeRange | null) => void;
  onBlur?: () => void;
  site?: SiteZone | undefined;
  isDisabled?: boolean;
  className?: string;
}

/** A stretch of time, to the minute, in the viewer's zone. */
export function DateRangeField(props: DateRangeFieldProps) {
  const { label, aside, hint, error, value, onChange, onBlur, site, isDisabled = false, className } = props;
  const { timeZone } = useViewer();
  const [start, end] = [zoned(value?.from ?? null, timeZone), zoned(value?.to ?? null, timeZone)];
  const note = useZoneNote([value?.from ?? null, value?.to ?? null], site, hint);
  return (
    <DateRangePicker<ZonedDateTime>
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      value={start === null || end === null ? null : { start, end }}
      onChange={(next) =>
        onChange(next === null ? null : { from: next.start.toAbsoluteString(), to: next.end.toAbsoluteString() })
      }
      {...(onBlur === undefined ? {} : { onBlur })}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={aside} />
      <Group className={cx(frame, "h-auto! min-h-9 flex-wrap py-1")}>
        <Segments slot="start" />
        <span aria-hidden className="px-1 text-fg-faint">
          to
        </span>
        <Segments slot="end" />
        <Button className={cx(square, "ms-auto")}>
          <Icon of={CalendarIcon} />
        </Button>
      </Group>
      <FieldNotes hint={note} error={error} />
      <CalendarPopover>
        <RangeCalendar>
          <Month head={label} />
        </RangeCalendar>
      </CalendarPopover>
    </DateRangePicker>
  );
}
