"use client";

import {
  Camera,
  Ellipsis,
  FileText,
  Flag,
  FlagOff,
  Link2,
  Pause,
  Play,
  Printer,
  RotateCcw,
  Signal,
  SquareCheckBig,
} from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { useShell } from "@/components/shell/shell-context";
import { Menu, MenuItem, MenuSection } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { type AlarmPriority, type AlarmState, priorities, priorityWords } from "@/lib/domains/alarms/terms";
import { alarmHref } from "./words";

/** What can be asked of one alarm or several; the page carries it out. */
export type Verb =
  | { do: "acknowledge" | "resolve" | "assign" | "snooze" }
  | { do: "move"; to: "inProgress" | "onHold" | "closed" | "reopened" }
  | { do: "handover"; flag: boolean }
  | { do: "priority"; priority: AlarmPriority | null }
  | { do: "addCamera" };

export interface AlarmActionsProps {
  alarm: AlarmItem & { priorityOverride?: AlarmPriority | null };
  mayHandle: boolean;
  onVerb: (verb: Verb) => void;
}

const isOver = (state: AlarmState) => state === "resolved" || state === "closed";

export function reportHref(id: string): string {
  return `${alarmHref(id)}/report`;
}

/** One row, always in the same place; the next step stands first and is the filled one. */
export function AlarmActions({ alarm, mayHandle, onVerb }: AlarmActionsProps) {
  const { state } = alarm;
  const over = isOver(state);
  return (
    <div
      role="toolbar"
      aria-label="Actions on this alarm"
      className="flex shrink-0 items-center gap-2 overflow-x-auto border-b border-line px-4 py-3 sm:px-5 max-lg:[&_kbd]:hidden"
    >
      {mayHandle ? (
        <>
          {state === "new" ? (
            <Button variant="primary" keyCap="A" onPress={() => onVerb({ do: "acknowledge" })}>
              Acknowledge
            </Button>
          ) : null}
          {over ? (
            <Button
              variant={state === "resolved" ? "primary" : "default"}
              onPress={() => onVerb({ do: "move", to: state === "resolved" ? "closed" : "reopened" })}
            >
              {state === "resolved" ? "Close" : "Open again"}
            </Button>
          ) : (
            <Button
              variant={state === "new" ? "default" : "primary"}
              keyCap="R"
              onPress={() => onVerb({ do: "resolve" })}
            >
              Resolve
            </Button>
          )}
          {over ? null : (
            <>
              <Button keyCap="O" onPress={() => onVerb({ do: "assign" })}>
                Assign
              </Button>
              <Button keyCap="S" onPress={() => onVerb({ do: "snooze" })}>
                Snooze source
              </Button>
            </>
          )}
          <More alarm={alarm} onVerb={onVerb} />
        </>
      ) : null}
      <span className="ms-auto flex items-center gap-1 ps-2">
        <IconButton
          icon={Printer}
          label="Print or save as PDF"
          keyCap="P"
          onPress={() => window.open(`${reportHref(alarm.id)}?print=yes`, "_blank", "noopener")}
        />
        <IconButton
          icon={FileText}
          label="Open the report"
          onPress={() => window.open(reportHref(alarm.id), "_blank", "noopener")}
        />
        <IconButton icon={Link2} label="Copy the link" onPress={() => void copyLink(alarm.id)} />
      </span>
    </div>
  );
}

async function copyLink(id: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(alarmHref(id), location.href).href);
  toast.done({ title: "Link copied" });
}

function More({ alarm, onVerb }: Pick<AlarmActionsProps, "alarm" | "onVerb">) {
  const { may } = useShell();
  const { state, handover, priorityOverride = null } = alarm;
  const over = isOver(state);
  return (
    <Menu aria-label="More actions" trigger={<IconButton icon={Ellipsis} label="More actions" variant="default" />}>
      <MenuSection title="State">
        {over || state === "inProgress" ? null : (
          <MenuItem
            id="inProgress"
            icon={Play}
            label="In progress"
            onAction={() => onVerb({ do: "move", to: "inProgress" })}
          />
        )}
        {over || state === "onHold" ? null : (
          <MenuItem
            id="onHold"
            icon={Pause}
            label="Put on hold"
            onAction={() => onVerb({ do: "move", to: "onHold" })}
          />
        )}
        {state === "resolved" ? (
          <MenuItem
            id="closed"
            icon={SquareCheckBig}
            label="Close"
            onAction={() => onVerb({ do: "move", to: "closed" })}
          />
        ) : null}
        {over ? (
          <MenuItem
            id="reopened"
            icon={RotateCcw}
            label="Open again"
            onAction={() => onVerb({ do: "move", to: "reopened" })}
          />
        ) : null}
        <MenuItem
          id="handover"
          icon={handover ? FlagOff : Flag}
          label={handover ? "Take the handover flag off" : "Flag for handover"}
          onAction={() => onVerb({ do: "handover", flag: !handover })}
        />
        {may("cameras:read") ? (
          <MenuItem id="addCamera" icon={Camera} label="Add cameras…" onAction={() => onVerb({ do: "addCamera" })} />
        ) : null}
      </MenuSection>
      <MenuSection title="Priority">
        {priorities.map((priority) => (
          <MenuItem
            key={priority}
            id={`priority-${priority}`}
            icon={Signal}
            label={`${priority}, ${priorityWords[priority].toLowerCase()}`}
            {...(alarm.priority === priority ? { aside: "now" } : {})}
            onAction={() => onVerb({ do: "priority", priority })}
          />
        ))}
        {priorityOverride === null ? null : (
          <MenuItem
            id="priority-own"
            label="As the gateway says"
            onAction={() => onVerb({ do: "priority", priority: null })}
          />
        )}
      </MenuSection>
    </Menu>
  );
}
