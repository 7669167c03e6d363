"use client";

import { CircleX, Clock, Film, ImageOff, Lock, LoaderCircle, type LucideIcon, Maximize2, ShieldX } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import type { AlarmDetail, AlarmFileItem, RelatedCamera } from "@/lib/domains/alarms/schema";
import { fileWords } from "./words";

const PictureViewer = dynamic(
  () => insist(() => import("@/components/ui/picture-viewer")).then((module) => module.PictureViewer),
  {
    ssr: false,
  },
);

type Unseen = Exclude<AlarmFileItem["state"], "kept">;

const unseen: Record<Unseen, { icon: LucideIcon; words: string; next: string }> = {
  waiting: { icon: Clock, words: "Not sent yet", next: "The device has not sent it yet. It appears here by itself." },
  wanted: { icon: LoaderCircle, words: "Being fetched", next: "It appears here as soon as it is kept." },
  encrypted: {
    icon: Lock,
    words: "Encrypted",
    next: "The device encrypts its pictures, so only the vendor's client shows it.",
  },
  refused: { icon: ShieldX, words: "Refused", next: "Its address is not one that Gatehouse fetches from." },
  lost: { icon: CircleX, words: "Lost", next: "Its address died before it could be fetched." },
};

export interface PicturesProps {
  alarm: Pick<AlarmDetail, "id" | "files" | "typeName" | "source">;
  /** Its last picture stands in, where the alarm brought none. */
  camera: RelatedCamera | undefined;
}

/** What came with the alarm: one large, all of them below; what is not there says why and what happens next. */
export function Pictures({ alarm, camera }: PicturesProps) {
  const { files } = alarm;
  const [wanted, setWanted] = useState<string | null>(null);
  const [viewing, setViewing] = useState<string | null>(null);
  const file = files.find(({ id }) => id === wanted) ?? files.find(({ url }) => url !== null) ?? files[0];
  const kept = files.filter(({ state }) => state === "kept").length;
  if (file === undefined) return <NoPicture camera={camera} />;
  return (
    <section aria-label="Pictures">
      <Stage file={file} alarm={alarm} onZoom={() => setViewing(file.id)} />
      {files.length < 2 ? null : (
        <>
          <p className="mt-3 mb-2 flex items-baseline gap-2 text-sm">
            <span className="font-semibold">Pictures</span>
            <span className="text-xs text-fg-faint" data-numeric>
              {kept} kept of {files.length}
            </span>
          </p>
          <ul
            aria-label="Pictures of this alarm"
            className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2"
          >
            {files.map((each) => (
              <li key={each.id}>
                <Tile file={each} isShown={each.id === file.id} onShow={() => setWanted(each.id)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {viewing === null ? null : (
        <PictureViewer
          pictures={pictures(files)}
          first={viewing}
          title={alarm.typeName}
          onClose={() => setViewing(null)}
        />
      )}
    </section>
  );
}

function pictures(files: readonly AlarmFileItem[]) {
  return files.flatMap((file) => {
    if (file.url === null || file.kind === "video") return [];
    const words = fileWords(file);
    return [{ id: file.id, url: file.url, alt: words, label: <Name>{words}</Name> }];
  });
}

/** The camera's last picture shows at least the place; that it is not of this alarm is said on it. */
function NoPicture({ camera }: Pick<PicturesProps, "camera">) {
  const url = camera?.thumbnailUrl ?? null;
  if (camera === undefined || url === null) {
    return (
      <div className="flex min-h-24 items-center justify-center gap-2 rounded-sm border border-line bg-sunken p-4 text-sm text-fg-soft">
        <Icon of={ImageOff} className="text-fg-faint" />
        No picture came with this alarm
      </div>
    );
  }
  return (
    <figure data-theme="dark" className="relative overflow-hidden rounded-sm bg-video">
      <img
        src={url}
        alt={`${camera.name} some time ago, not of this alarm`}
        className="aspect-video max-h-[calc(100dvh-22rem)] w-full object-contain opacity-60"
      />
      <figcaption className="absolute inset-x-0 bottom-0 flex flex-wrap items-center gap-x-2 bg-scrim-video px-3 py-2 text-sm text-fg-video">
        <Icon of={ImageOff} />
        <span>
          No picture came with this alarm. This is the last one of <Name>{camera.name}</Name>.
        </span>
      </figcaption>
    </figure>
  );
}

function Stage({ file, alarm, onZoom }: { file: AlarmFileItem; onZoom: () => void } & Pick<PicturesProps, "alarm">) {
  const label = fileWords(file);
  return (
    <figure>
      <div data-theme="dark" className="relative overflow-hidden rounded-sm bg-video">
        <div className="relative flex aspect-video max-h-[calc(100dvh-20rem)] w-full items-center justify-center">
          {file.url === null ? (
            <NotThere file={file} />
          ) : file.kind === "video" ? (
            <video src={file.url} controls preload="metadata" className="size-full" aria-label={`Film, ${label}`}>
              <track kind="captions" />
            </video>
          ) : (
            <AriaButton
              onPress={onZoom}
              aria-label={`Enlarge the picture ${label}`}
              className="focus-inside size-full cursor-zoom-in"
            >
              <img
                src={file.url}
                alt={`${alarm.typeName}, ${label}`}
                {...(file.width === null || file.height === null ? {} : { width: file.width, height: file.height })}
                className="size-full object-contain"
              />
            </AriaButton>
          )}
        </div>
        {file.url === null || file.kind === "video" ? null : (
          <span className="absolute end-2 top-2 rounded-sm bg-scrim-video">
            <IconButton icon={Maximize2} size="sm" label="Enlarge and compare" onPress={onZoom} />
          </span>
        )}
      </div>
      {/* Below it: cameras write time and name of their own into the corners. */}
      <figcaption className="mt-1 text-xs text-fg-faint">
        <Name>{label}</Name>
      </figcaption>
    </figure>
  );
}

function NotThere({ file }: { file: AlarmFileItem }) {
  const { icon, words, next } = unseen[file.state === "kept" ? "wanted" : file.state];
  return (
    <div className="flex max-w-80 flex-col items-center gap-1.5 p-6 text-center text-sm text-fg-soft">
      <Icon of={icon} size={24} className="text-fg-faint" />
      <span className="font-medium text-fg">{words}</span>
      <span>{file.reason ?? next}</span>
    </div>
  );
}

function Tile({ file, isShown, onShow }: { file: AlarmFileItem; isShown: boolean; onShow: () => void }) {
  const label = fileWords(file);
  const { icon, words } = unseen[file.state === "kept" ? "wanted" : file.state];
  const image = file.thumbnailUrl;
  return (
    <AriaButton
      onPress={onShow}
      aria-label={`Show ${label}${file.url === null ? `, ${words.toLowerCase()}` : ""}`}
      aria-pressed={isShown}
      className={cx("block w-full rounded-sm", isShown && "outline-2 outline-offset-1 outline-focus")}
    >
      <span
        data-theme="dark"
        className="relative flex aspect-video flex-col items-center justify-center gap-1 overflow-hidden rounded-sm bg-video text-xs text-fg-faint"
      >
        {image === null ? (
          <>
            <Icon of={file.state === "kept" ? Film : icon} />
            <span>{file.state === "kept" ? "Film" : words}</span>
          </>
        ) : (
          <img src={image} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
        )}
        {image === null ? null : (
          <span className="absolute inset-x-0 bottom-0 truncate bg-scrim-video px-1.5 py-0.5 text-start text-2xs text-fg-video">
            {label}
          </span>
        )}
      </span>
    </AriaButton>
  );
}
