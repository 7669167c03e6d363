import { Camera, CameraOff, CircleX, Lock, ShieldX } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import type { CameraItem, ThumbnailState } from "@/lib/domains/cameras/schema";

interface Placeholder {
  icon: LucideIcon;
  /** Null where the icon and the name say enough. */
  words: string | null;
  /** What happens next. */
  next: string;
}

const placeholders: Record<ThumbnailState, Placeholder> = {
  none: { icon: Camera, words: null, next: "No picture yet. It is fetched as soon as the gateway has time." },
  wanted: { icon: Camera, words: null, next: "A picture is on its way." },
  ready: { icon: Camera, words: null, next: "" },
  encrypted: { icon: Lock, words: "Encrypted", next: "The camera encrypts its pictures." },
  offline: { icon: CameraOff, words: "Offline", next: "A picture is fetched when the camera is back." },
  refused: {
    icon: ShieldX,
    words: "Refused",
    next: "The picture's address is not one that Gatehouse fetches from. An administrator finds it in the log.",
  },
  failed: { icon: CircleX, words: "No picture", next: "The picture could not be fetched. It is tried again later." },
};

type Pictured = Pick<CameraItem, "name" | "state" | "thumbnail">;

/** Nobody waits for a picture of a camera that is away. */
function stateOf({ state, thumbnail }: Pictured): ThumbnailState {
  const waits = thumbnail.state === "none" || thumbnail.state === "wanted";
  return waits && state === "offline" ? "offline" : thumbnail.state;
}

/** What happens next, for below the picture. */
export function pictureNews(camera: Pictured): string {
  return placeholders[stateOf(camera)].next;
}

export interface ThumbnailProps {
  camera: Pictured;
  /** small: before a name in a row, where the row has all the words. */
  size?: "small" | "card" | "large";
  className?: string;
}

/** The last picture of a camera, always 16:9 and always dark; what stands in its way is said in its place. */
export function Thumbnail({ camera, size = "card", className }: ThumbnailProps) {
  const { url } = camera.thumbnail;
  const state = stateOf(camera);
  const { icon, words } = placeholders[state];
  const isSmall = size === "small";
  const isOld = camera.state === "offline" || (state !== "ready" && state !== "wanted" && state !== "none");
  return (
    <span
      title={camera.thumbnail.reason ?? undefined}
      // A picture is dark in both themes; in a row, where there is none, nothing is heavier than the words.
      {...(isSmall && url === null ? {} : { "data-theme": "dark" })}
      className={cx(
        "relative flex aspect-video items-center justify-center overflow-hidden text-fg-faint",
        isSmall && url === null ? "bg-control" : "bg-video",
        isSmall ? "h-full rounded-xs" : "w-full rounded-sm",
        className,
      )}
    >
      {url === null ? (
        <span className="flex flex-col items-center gap-2">
          <Icon
            of={icon}
            size={isSmall ? 14 : size === "large" ? 24 : 20}
            className={words === null ? "opacity-60" : ""}
          />
          {isSmall || words === null ? null : <span className="text-xs text-fg-soft">{words}</span>}
          {size === "large" && camera.thumbnail.reason !== null ? (
            <span className="max-w-80 px-4 text-center text-xs text-fg-faint">{camera.thumbnail.reason}</span>
          ) : null}
        </span>
      ) : (
        <>
          <img
            src={url}
            alt={isSmall ? "" : `Last picture of ${camera.name}`}
            loading="lazy"
            decoding="async"
            className={cx("absolute inset-0 size-full object-cover", isOld && "opacity-45")}
          />
          {isOld && !isSmall ? (
            <span className="absolute start-2 top-2 flex items-center gap-1.5 rounded-xs bg-scrim-video px-1.5 py-0.5 text-xs text-fg-video">
              <Icon of={words === null ? CameraOff : icon} size={12} />
              {words ?? "Offline"}
            </span>
          ) : null}
        </>
      )}
    </span>
  );
}
