"use client";

import {
  Bell,
  Bus,
  CircleCheck,
  CircleHelp,
  CircleX,
  DoorClosed,
  type LucideIcon,
  MapPin,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
} from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import type { EventItem } from "@/lib/domains/events/schema";
import {
  callStateWords,
  eventResultWords,
  type CallState,
  type EventKind,
  type EventResult,
} from "@/lib/domains/events/terms";

export const kindIcons: Readonly<Record<EventKind, LucideIcon>> = {
  authentication: DoorClosed,
  intercom: Phone,
  position: MapPin,
  onBoard: Bus,
  unknown: Bell,
};

const resultMarks: Readonly<Record<EventResult, { tone: Tone; icon: LucideIcon }>> = {
  granted: { tone: "ok", icon: CircleCheck },
  denied: { tone: "danger", icon: CircleX },
  unknown: { tone: "warn", icon: CircleHelp },
};

const callMarks: Readonly<Record<CallState, { tone: Tone; icon: LucideIcon }>> = {
  ringing: { tone: "accent", icon: PhoneIncoming },
  answered: { tone: "ok", icon: Phone },
  missed: { tone: "warn", icon: PhoneMissed },
  ended: { tone: "neutral", icon: PhoneOff },
  unknown: { tone: "warn", icon: CircleHelp },
};

export function CallResult({ state }: { state: CallState }) {
  return <StateDot {...callMarks[state]}>{callStateWords[state]}</StateDot>;
}

/** Granted, denied, or what became of a call; nothing where nobody asked for anything. */
export function EventResultMark({ event: { result, call } }: { event: Pick<EventItem, "result" | "call"> }) {
  if (call !== null) return <CallResult state={call.state} />;
  return result === null ? null : <StateDot {...resultMarks[result]}>{eventResultWords[result]}</StateDot>;
}

/** Who it was, as far as it is known and the reader may know. */
export function EventPersonName({ event: { kind, person } }: { event: Pick<EventItem, "kind" | "person"> }) {
  if (person === null) {
    return kind === "authentication" ? <span className="text-fg-faint">Nobody known</span> : null;
  }
  if (person.name !== null) return <Name>{person.name}</Name>;
  if (person.cardEnding !== null) return <CardEnding ending={person.cardEnding} />;
  return <span className="text-fg-faint">A person</span>;
}

export function CardEnding({ ending }: { ending: string }) {
  return (
    <span>
      Card ending in <bdi className="tabular-nums">{ending}</bdi>
    </span>
  );
}

/** Where it happened: the door or what else it came from, else the device. */
export function placeOf({ source, device, vehicle }: Pick<EventItem, "source" | "device" | "vehicle">): string | null {
  return source.name ?? vehicle?.plate ?? device.name ?? device.serial ?? source.id;
}

export function calledWords({ to, room }: NonNullable<EventItem["call"]>): string | null {
  if (room !== null) return `Room ${room}`;
  return to === "centre" ? "Management centre" : null;
}

/** Before a row, where it has a picture; else what kind of event it is. */
export function EventThumbnail({ event }: { event: Pick<EventItem, "kind" | "picture"> }) {
  return (
    <span
      {...(event.picture === null ? {} : { "data-theme": "dark" })}
      className={
        event.picture === null
          ? "flex aspect-video h-full items-center justify-center text-fg-faint"
          : "flex aspect-video h-full items-center justify-center overflow-hidden rounded-xs bg-video"
      }
    >
      {event.picture === null ? (
        <Icon of={kindIcons[event.kind]} size={14} />
      ) : (
        <img
          src={event.picture.thumbnailUrl}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
      )}
    </span>
  );
}
