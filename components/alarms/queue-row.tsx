"use client";

import { Bell, Camera, CarFront, DoorClosed, type LucideIcon, Zap } from "lucide-react";
import type { MouseEvent } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Ago } from "@/components/ui/time";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { alarmSources } from "@/lib/gateway/dictionary/sources";
import { StateIcon } from "./alarm-state";
import { PriorityDigit, priorityPaint } from "./priority";
import { alarmTitle, sourceName } from "./words";

const kinds: Record<string, LucideIcon> = { camera: Camera, door: DoorClosed, vehicle: CarFront, alarmInput: Zap };

function kindIcon({ source }: AlarmItem): LucideIcon {
  const key = source.type === null ? undefined : alarmSources.get(source.type)?.key;
  return kinds[key ?? ""] ?? Bell;
}

export interface QueueRowProps {
  alarm: AlarmItem;
  index: number;
  own: boolean;
  isOpen: boolean;
  isChosen: boolean;
  /** Rows are being chosen: their boxes are in view. */
  choosing: boolean;
  /** Undefined: this person may not act on alarms. */
  onToggle: ((run: boolean) => void) | undefined;
  inTabOrder: boolean;
  /** It left the list and keeps its place for a while. */
  isGone: boolean;
  onFocus: () => void;
  onOpen: () => void;
}

export function QueueRow(props: QueueRowProps) {
  const { alarm, index, own, isOpen, isChosen, choosing, onToggle, inTabOrder, isGone, onFocus, onOpen } = props;
  const isNew = alarm.state === "new" && !alarm.snoozed && !isGone;
  const paint = priorityPaint(alarm);
  const count = alarm.repeats.count;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys of all its rows
    <div
      role="row"
      data-index={index}
      data-alarm={alarm.id}
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      {...(isOpen ? { "aria-current": true } : {})}
      tabIndex={inTabOrder ? 0 : -1}
      onFocus={onFocus}
      onClick={(event) => {
        if (isOwnControl(event)) return;
        onFocus();
        onOpen();
      }}
      style={{ top: `calc(var(--h) * ${index})` }}
      className={cx(
        "group/row focus-inside absolute inset-x-0 flex h-(--h) cursor-pointer items-center gap-2.5 border-b border-line-soft ps-4 pe-3",
        isOpen || isChosen ? "bg-selected" : "hover:bg-hover active:bg-press",
        isGone && "opacity-55",
      )}
    >
      {isNew ? (
        <span
          aria-hidden
          {...(paint.style === undefined ? {} : { style: paint.style })}
          className={cx("absolute inset-y-0 start-0 w-0.75", paint.edge)}
        />
      ) : null}
      <div role="gridcell" className="relative flex h-full w-4 shrink-0 items-start pt-2.5 max-sm:pt-3.5">
        <span
          className={cx(
            onToggle !== undefined && "group-focus-within/row:opacity-100",
            choosing && "invisible",
            onToggle !== undefined && !choosing && "group-hover/row:invisible pointer-coarse:group-hover/row:visible",
          )}
        >
          <PriorityDigit alarm={alarm} />
        </span>
        {onToggle === undefined ? null : (
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${alarmTitle(alarm)}`}
            checked={isChosen}
            onChange={(event) => onToggle(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
            className={cx(
              "tick-box target absolute! start-0 top-2.5 max-sm:top-3.5",
              !choosing &&
                "opacity-0 group-hover/row:opacity-100 pointer-coarse:pointer-events-none pointer-coarse:group-hover/row:opacity-0",
            )}
          />
        )}
      </div>
      <div role="rowheader" className="min-w-0 flex-1">
        <span className="flex min-w-0 items-center gap-2 text-md leading-5">
          <span className={cx("truncate", isNew ? "font-semibold text-fg" : "text-fg-soft")}>{alarm.typeName}</span>
          {count > 1 ? (
            <span className="shrink-0 rounded-xs bg-control px-1 text-xs font-normal text-fg-soft" data-numeric>
              <span className="sr-only">{count} times</span>
              <span aria-hidden>×{count}</span>
            </span>
          ) : null}
        </span>
        {/* One line, so that the area gives way first, then the source. */}
        <span className="mt-0.5 block truncate text-xs text-fg-soft max-sm:mt-1 max-sm:text-sm">
          <Name>{sourceName(alarm)}</Name>
          {alarm.area.name === null ? null : (
            <span className="text-fg-faint">
              {" "}
              · <Name>{alarm.area.name}</Name>
            </span>
          )}
        </span>
      </div>
      <div role="gridcell" className="flex h-full shrink-0 flex-col items-end gap-0.5 pt-2 text-xs max-sm:pt-3">
        <span
          data-numeric
          className={cx("whitespace-nowrap", isOverdue(alarm) ? "font-semibold text-danger-fg" : "text-fg-soft")}
        >
          <Ago at={alarm.receivedAt} as="counter" />
        </span>
        <span className="flex h-5 items-center gap-1">
          {isGone ? (
            <span className="text-fg-faint">gone</span>
          ) : (
            <StateIcon state={alarm.state} snoozed={alarm.snoozed} />
          )}
          {alarm.owner === null ? null : (
            <>
              <Avatar name={alarm.owner.name} own={own} />
              <span className="sr-only">{alarm.owner.name}</span>
            </>
          )}
        </span>
      </div>
      <div role="gridcell" className="shrink-0">
        <Picture alarm={alarm} />
      </div>
    </div>
  );
}

function Picture({ alarm }: { alarm: AlarmItem }) {
  if (alarm.picture === null) {
    return (
      <span className="flex h-9 w-16 items-center justify-center rounded-xs max-sm:h-11 max-sm:w-18">
        <Icon of={kindIcon(alarm)} className="text-fg-faint opacity-60" />
      </span>
    );
  }
  return (
    <span data-theme="dark" className="block h-9 w-16 overflow-hidden rounded-xs bg-video max-sm:h-11 max-sm:w-18">
      <img src={alarm.picture.thumbnailUrl} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
    </span>
  );
}

/** Nobody took it in the time that was set. */
function isOverdue({ state, escalatedAt }: AlarmItem): boolean {
  return state === "new" && escalatedAt !== null;
}

/** A press on something inside the row that has its own meaning is not a press on the row. */
function isOwnControl(event: MouseEvent<HTMLElement>): boolean {
  return (event.target as HTMLElement).closest("a, button, input, label") !== null;
}
