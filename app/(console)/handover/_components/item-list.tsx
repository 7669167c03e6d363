"use client";

import { BellOff, CircleCheck, Flag, type LucideIcon, Siren } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { stateWords } from "@/lib/domains/alarms/terms";
import type { HandoverItem } from "@/lib/domains/handovers/schema";
import type { ItemKind } from "@/lib/domains/handovers/terms";

export const itemIcons: Record<ItemKind, LucideIcon> = { alarm: Siren, snooze: BellOff, point: Flag };
export const kindWords: Record<ItemKind, string> = { alarm: "Alarm", snooze: "Snooze", point: "Point" };

/** "2 handovers ago", for what nobody cleared. */
export const carriedWords = (carried: number) =>
  carried === 1 ? "carried over once" : `carried over ${carried} times`;

export const isStillOpen = ({ cleared, over, moved }: HandoverItem) => cleared === null && !over && !moved;

function Standing({ item }: { item: HandoverItem }) {
  const { alarm, cleared, moved, over, snoozedUntil, kind } = item;
  if (cleared !== null) return <Tag tone="ok">Cleared</Tag>;
  if (moved) return <Tag>Carried on</Tag>;
  if (over) return <Tag tone="ok">{kind === "alarm" ? "Handled" : "Over"}</Tag>;
  if (alarm !== null) return <Tag tone={alarm.state === "new" ? "warn" : "neutral"}>{stateWords[alarm.state]}</Tag>;
  if (snoozedUntil === null) return null;
  return (
    <span className="text-xs text-fg-soft">
      until <Time at={snoozedUntil} />
    </span>
  );
}

function Lines({ item }: { item: HandoverItem }) {
  const { area, carried, firstAt, ownerFrom, ownerTo, seen, cleared, alarm, kind } = item;
  const parts: ReactNode[] = [
    kindWords[kind],
    ...(alarm === null ? [] : [`priority ${alarm.priority}`]),
    ...(alarm === null || alarm.count < 2 ? [] : [`${alarm.count.toLocaleString("en")} times`]),
    ...(alarm?.flagged === true ? ["flagged"] : []),
    ...(area === null ? [] : [<Name key="area">{area.name}</Name>]),
    ...(carried === 0
      ? []
      : [
          <span key="carried">
            {carriedWords(carried)}, first <Time at={firstAt} />
          </span>,
        ]),
    ...(ownerTo === null
      ? []
      : [
          <span key="owner">
            {ownerFrom === null || ownerFrom.id === ownerTo.id ? "owned by " : <Name>{ownerFrom.name}</Name>}
            {ownerFrom === null || ownerFrom.id === ownerTo.id ? null : " to "}
            <Name>{ownerTo.name}</Name>
          </span>,
        ]),
    ...(seen === null
      ? []
      : [
          <span key="seen">
            seen by <Name>{seen.by.name}</Name> <Time at={seen.at} />
          </span>,
        ]),
    ...(cleared === null
      ? []
      : [
          <span key="cleared">
            cleared by <Name>{cleared.by.name}</Name> <Time at={cleared.at} />
            {cleared.note === null ? null : (
              <>
                : <bdi>{cleared.note}</bdi>
              </>
            )}
          </span>,
        ]),
  ];
  return (
    <span className="block text-xs text-fg-soft wrap-anywhere">
      {parts.map((part, at) => (
        <span key={at}>
          {at === 0 ? null : " · "}
          {part}
        </span>
      ))}
    </span>
  );
}

export interface ItemListProps {
  items: readonly HandoverItem[];
  /** With it, items can be ticked as seen. */
  onSeen?: ((item: HandoverItem, seen: boolean) => void) | undefined;
  /** At the end of what is still open. */
  action?: (item: HandoverItem) => ReactNode;
}

/** Everything the next guard has to know, as it stands now. */
export function ItemList({ items, onSeen, action }: ItemListProps) {
  if (items.length === 0) return <p className="mt-2 text-sm text-fg-soft">Nothing is open.</p>;
  return (
    <ul aria-label="Items" className="mt-2 max-w-4xl">
      {items.map((item) => (
        <li
          key={item.id}
          className="flex min-h-11 items-center gap-3 border-b border-line-soft py-1.5 text-sm last:border-b-0"
        >
          {onSeen === undefined ? (
            <Icon of={item.seen === null ? itemIcons[item.kind] : CircleCheck} className="text-fg-faint" />
          ) : (
            <Checkbox
              aria-label={`Seen: ${item.name}`}
              isSelected={item.seen !== null}
              isDisabled={!isStillOpen(item)}
              onChange={(seen) => onSeen(item, seen)}
            />
          )}
          <span className="min-w-0 flex-1">
            <span className={cx("wrap-anywhere", isStillOpen(item) ? "font-medium text-fg" : "text-fg-soft")}>
              {item.kind === "alarm" && item.targetId !== null ? (
                <Link
                  href={`/alarms/${encodeURIComponent(item.targetId)}`}
                  className="rounded-xs hover:underline print:no-underline"
                >
                  <Name>{item.name}</Name>
                </Link>
              ) : (
                <Name>{item.name}</Name>
              )}
            </span>
            <Lines item={item} />
          </span>
          <Standing item={item} />
          {isStillOpen(item) ? action?.(item) : null}
        </li>
      ))}
    </ul>
  );
}
