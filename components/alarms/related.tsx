"use client";

import { Camera, Plus, X } from "lucide-react";
import Link from "next/link";
import { Button, IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import type { AlarmDetail, RelatedCamera } from "@/lib/domains/alarms/schema";
import { PriorityDigit } from "./priority";
import { alarmHref, sourceName } from "./words";

export const whyWords: Record<RelatedCamera["why"], string> = {
  source: "source",
  linkage: "linked",
  area: "same area",
  added: "added by hand",
};

const dots: Record<RelatedCamera["online"], string> = {
  online: "bg-ok",
  offline: "border border-danger",
  unknown: "bg-warn",
};

export interface RelatedCamerasProps {
  cameras: readonly RelatedCamera[];
  /** Undefined: this person may not. */
  onRemove: ((id: string) => void) | undefined;
  onAdd: (() => void) | undefined;
}

/** Cameras that may have seen it, with their last pictures. */
export function RelatedCameras({ cameras, onRemove, onAdd }: RelatedCamerasProps) {
  if (cameras.length === 0 && onAdd === undefined) return null;
  return (
    <section aria-label="Nearby cameras">
      <div className="mb-2 flex min-h-control-sm items-center gap-2">
        <h3 className="flex items-baseline gap-2 text-sm font-semibold">
          Nearby cameras
          <span className="text-xs font-normal text-fg-faint" data-numeric>
            {cameras.length}
          </span>
        </h3>
        {onAdd === undefined ? null : (
          <Button variant="quiet" size="sm" icon={Plus} onPress={onAdd} className="ms-auto">
            Add cameras…
          </Button>
        )}
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2">
        {cameras.map((camera) => (
          <li key={camera.id} className="group/camera relative">
            <Link
              href={`/cameras/${encodeURIComponent(camera.id)}`}
              title={`${camera.name}, ${whyWords[camera.why]}`}
              className="block rounded-sm"
            >
              <span
                data-theme="dark"
                className="relative flex aspect-video items-center justify-center overflow-hidden rounded-sm bg-video text-fg-faint"
              >
                {camera.thumbnailUrl === null ? (
                  <Icon of={Camera} />
                ) : (
                  <img
                    src={camera.thumbnailUrl}
                    alt=""
                    loading="lazy"
                    decoding="async"
                    className={
                      camera.online === "offline" ? "size-full object-cover opacity-45" : "size-full object-cover"
                    }
                  />
                )}
                <span className="absolute inset-x-0 bottom-0 flex items-center gap-1.5 bg-scrim-video px-1.5 py-0.5 text-2xs text-fg-video">
                  <span aria-hidden className={cx("size-1.5 shrink-0 rounded-full", dots[camera.online])} />
                  <span className="sr-only">{camera.online}</span>
                  <Name cut className="min-w-0 flex-1">
                    {camera.name}
                  </Name>
                </span>
              </span>
              <span className="sr-only">{whyWords[camera.why]}</span>
            </Link>
            {camera.why === "added" && onRemove !== undefined ? (
              <span className="absolute end-1 top-1 rounded-sm bg-raised opacity-0 group-focus-within/camera:opacity-100 group-hover/camera:opacity-100 pointer-coarse:opacity-100">
                <IconButton icon={X} size="sm" label={`Take ${camera.name} off`} onPress={() => onRemove(camera.id)} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Others of the same source, area or rule about the same time. */
export function RelatedAlarms({ alarms, onOpen }: { alarms: AlarmDetail["related"]; onOpen: (id: string) => void }) {
  return (
    <ul aria-label="Related alarms" className="-mx-1.5">
      {alarms.map((alarm) => (
        <li key={alarm.id}>
          <Link
            href={alarmHref(alarm.id)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(alarm.id);
            }}
            className="focus-inside flex min-h-7 items-center gap-2 rounded-md px-1.5 text-sm hover:bg-hover pointer-coarse:min-h-11"
          >
            <PriorityDigit alarm={alarm} />
            <span className="min-w-0 flex-1 truncate">
              {alarm.typeName} <span className="text-fg-faint">·</span>{" "}
              <Name className="text-fg-soft">{sourceName(alarm)}</Name>
            </span>
            <span className="shrink-0 text-xs text-fg-faint">
              <Time at={alarm.occurredAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
