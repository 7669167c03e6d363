"use client";

import { DoorOpen, Ellipsis, LockKeyhole, LockKeyholeOpen, type LucideIcon, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { ConfirmDialog, type Confirmation } from "@/components/ui/dialog";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Name } from "@/components/ui/name";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { controlDoor } from "@/lib/domains/doors/queries";
import { type DoorAction, doorActions, isLasting } from "@/lib/domains/doors/terms";
import { ApiProblem } from "@/lib/http/fetcher";
import { doorWords } from "./door-words";

const icons: Readonly<Record<DoorAction, LucideIcon>> = {
  unlock: DoorOpen,
  lock: RotateCcw,
  "remain unlocked": LockKeyholeOpen,
  "remain locked": LockKeyhole,
};

/** What became of the last command given here. */
interface Became {
  action: DoorAction;
  result: "done" | "refused" | "unknown";
  at: number;
  /** What happened and what to do; absent when it is done. */
  why?: string | undefined;
  code?: string | undefined;
}

const tones: Readonly<Record<Became["result"], Tone>> = { done: "ok", refused: "danger", unknown: "warn" };
const look = "It may have happened or not: look at the door before you try again.";

const sentence = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" ");

function fromError(action: DoorAction, error: unknown): Became {
  const { title, advice, code } = trouble(error);
  const unknown = error instanceof ApiProblem && error.outcome === "unknown";
  return {
    ...{ action, result: unknown ? "unknown" : "refused", at: Date.now(), code },
    why: unknown ? sentence(title, look) : sentence(title, advice),
  };
}

async function carryOut({ id, alarmId }: DoorControlProps, action: DoorAction, reason: string): Promise<Became> {
  const { items } = await controlDoor(id, { action, reason, alarmId });
  const item = items[0];
  const at = Date.now();
  if (item === undefined || item.result === "unknown") {
    return { action, result: "unknown", at, why: sentence(item?.meaning, look), code: item?.code ?? undefined };
  }
  if (item.result === "done") return { action, result: "done", at };
  return { action, result: "refused", at, why: sentence(item.meaning, item.advice), code: item.code ?? undefined };
}

export interface DoorControlProps {
  id: string;
  name: string;
  /** In a list: unlocking stands open, the rest in a menu. */
  compact?: boolean;
  /** The alarm from which it is moved: its trail tells of it. */
  alarmId?: string;
}

/** Moves one door. Nothing is shown as moved before its device has said so. */
export function DoorControl(props: DoorControlProps) {
  const { name, compact = false } = props;
  const [asked, setAsked] = useState<DoorAction>("unlock");
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState<DoorAction>();
  const [became, setBecame] = useState<Became>();
  const words = doorWords[asked];

  function ask(action: DoorAction) {
    setAsked(action);
    setOpen(true);
  }

  async function confirm({ reason }: Confirmation) {
    setPending(asked);
    setBecame(undefined);
    try {
      setBecame(await carryOut(props, asked, reason));
    } catch (error) {
      setBecame(fromError(asked, error));
      throw error;
    } finally {
      setPending(undefined);
    }
  }

  return (
    <>
      <div className={compact ? "flex items-center gap-2" : "grid grid-cols-2 gap-2"}>
        {(compact ? (["unlock"] as const) : doorActions).map((action) => (
          <Button
            key={action}
            size="sm"
            {...(compact ? { icon: icons[action], "aria-label": `${doorWords[action].verb}… ${name}` } : {})}
            onPress={() => ask(action)}
          >
            {`${doorWords[action].verb}…`}
          </Button>
        ))}
        {compact ? (
          <Menu
            aria-label={`Control of ${name}`}
            trigger={<IconButton icon={Ellipsis} size="sm" label={`More for ${name}`} />}
          >
            {doorActions
              .filter((action) => action !== "unlock")
              .map((action) => (
                <MenuItem
                  key={action}
                  id={action}
                  icon={icons[action]}
                  label={`${doorWords[action].verb}…`}
                  onAction={() => ask(action)}
                />
              ))}
          </Menu>
        ) : null}
      </div>
      <div role="status" className="text-sm">
        {pending === undefined ? (
          became === undefined ? null : (
            <Result became={became} />
          )
        ) : (
          <p className="mt-1.5 text-fg-soft">{doorWords[pending].busy}…</p>
        )}
      </div>
      <ConfirmDialog
        isOpen={open}
        onOpenChange={setOpen}
        title={question(asked, <Name>{name}</Name>)}
        consequence={words.consequence}
        confirmLabel={words.verb}
        busyLabel={words.busy}
        danger={isLasting(asked)}
        reason={isLasting(asked) ? "required" : "optional"}
        onConfirm={confirm}
      />
    </>
  );
}

function question(action: DoorAction, name: ReactNode): ReactNode {
  if (action === "unlock") return <>Unlock {name} once?</>;
  if (action === "lock") return <>Lock {name}?</>;
  return (
    <>
      Keep {name} {action === "remain unlocked" ? "unlocked" : "locked"}?
    </>
  );
}

function Result({ became: { action, result, at, why, code } }: { became: Became }) {
  const word = { done: doorWords[action].done, refused: doorWords[action].failed, unknown: "Result unknown" }[result];
  return (
    <div className="mt-1.5">
      <StateDot tone={tones[result]} aside={<Time at={at} as="seconds" />}>
        {word}
      </StateDot>
      {why === undefined ? null : (
        <p className="mt-0.5 text-xs text-fg-soft wrap-anywhere">
          {why} {code === undefined ? null : <code className="font-mono text-fg-faint">{code}</code>}
        </p>
      )}
    </div>
  );
}
