"use client";

import { CircleX, Clock, Film, LoaderCircle, Lock, type LucideIcon, ShieldX } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import type { AlarmFileItem } from "@/lib/domains/alarms/schema";
import type { EventDetail } from "@/lib/domains/events/schema";

const PictureViewer = dynamic(
  () => insist(() => import("@/components/ui/picture-viewer")).then((module) => module.PictureViewer),
  {
    ssr: false,
  },
);

type Unseen = Exclude<AlarmFileItem["state"], "kept">;

const unseen: Readonly<Record<Unseen, { icon: LucideIcon; words: string; next: string }>> = {
  waiting: { icon: Clock, words: "Not sent yet", next: "The device has not sent it yet." },
  wanted: { icon: LoaderCircle, words: "Being fetched", next: "It appears here as soon as it is kept." },
  encrypted: { icon: Lock, words: "Encrypted", next: "The device encrypts its pictures." },
  refused: { icon: ShieldX, words: "Refused", next: "Its address is not one that Gatehouse fetches from." },
  lost: { icon: CircleX, words: "Lost", next: "Its address died before it could be fetched." },
};

/** Pictures and films of an event; what is not there says why. */
export function EventPictures({ event }: { event: EventDetail }) {
  const [open, setOpen] = useState<string | null>(null);
  if (event.files.length === 0) return null;
  return (
    <section aria-label="Pictures" className="mb-4">
      <ul className="space-y-2">
        {event.files.map((each) => (
          <li key={each.id}>
            <Picture file={each} event={event} onOpen={() => setOpen(each.id)} />
          </li>
        ))}
      </ul>
      {open === null ? null : (
        <PictureViewer pictures={pictures(event)} first={open} title={event.typeName} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

const altOf = ({ typeName, person }: EventDetail) =>
  (person?.name ?? null) === null ? `Picture: ${typeName}` : `Picture of ${person?.name}: ${typeName}`;

const pictures = (event: EventDetail) =>
  event.files.flatMap(({ id, url, kind }) =>
    url === null || kind === "video" ? [] : [{ id, url, alt: altOf(event), note: "Looking at it is recorded." }],
  );

function Picture({ file, event, onOpen }: { file: AlarmFileItem; event: EventDetail; onOpen: () => void }) {
  if (file.state !== "kept" || file.url === null) {
    const { icon, words, next } = unseen[file.state === "kept" ? "wanted" : file.state];
    return (
      <div className="flex items-center gap-3 rounded-sm border border-line bg-sunken p-3 text-sm">
        <Icon of={icon} className="text-fg-faint" />
        <span>
          <span className="block font-medium text-fg">{words}</span>
          <span className="text-fg-soft">{file.reason ?? next}</span>
        </span>
      </div>
    );
  }
  if (file.kind === "video") {
    return (
      <video
        src={file.url}
        controls
        preload="none"
        aria-label={`Film: ${event.typeName}`}
        className="aspect-video w-full rounded-sm bg-video"
      >
        <track kind="captions" />
      </video>
    );
  }
  return (
    <AriaButton onPress={onOpen} aria-label="Enlarge the picture" className="block w-full cursor-zoom-in rounded-sm">
      <span
        data-theme="dark"
        className="flex aspect-video items-center justify-center overflow-hidden rounded-sm bg-video text-fg-faint"
      >
        {file.thumbnailUrl === null ? (
          <Icon of={Film} />
        ) : (
          <img src={file.thumbnailUrl} alt={altOf(event)} decoding="async" className="size-full object-contain" />
        )}
      </span>
    </AriaButton>
  );
}
