"use client";

import { ChevronLeft, ChevronRight, Columns2, Download, Minus, Plus, RotateCcw } from "lucide-react";
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { buttonClass, Button, IconButton } from "./button";
import { Dialog } from "./dialog";
import { Icon } from "./icon";

interface Place {
  scale: number;
  x: number;
  y: number;
}

const whole: Place = { scale: 1, x: 0, y: 0 };
const most = 8;

function zoomed({ scale, x, y }: Place, by: number): Place {
  const next = Math.min(most, Math.max(1, scale * by));
  const ratio = next / scale;
  return next === 1 ? whole : { scale: next, x: x * ratio, y: y * ratio };
}

export interface Picture {
  id: string;
  url: string;
  /** For those who cannot see it. */
  alt: string;
  /** Tells it from the others: in the title, and on it where two stand side by side. */
  label?: ReactNode;
  /** Below it. */
  note?: ReactNode;
}

export interface PictureViewerProps {
  pictures: readonly Picture[];
  /** The id of the one to begin with. */
  first: string;
  title: ReactNode;
  /** The names of the steps through them: "Newer snapshot", "Older snapshot". */
  steps?: readonly [before: string, after: string];
  onClose: () => void;
}

/** One picture as large as the window, or two side by side that zoom and move together. */
export function PictureViewer({
  pictures,
  first,
  title,
  steps = ["Picture before", "Next picture"],
  onClose,
}: PictureViewerProps) {
  const [id, setId] = useState(first);
  const [other, setOther] = useState<string | null>(null);
  const [place, setPlace] = useState(whole);
  useZoomKeys(setPlace);
  const at = Math.max(
    0,
    pictures.findIndex((each) => each.id === id),
  );
  const picture = pictures[at];
  if (picture === undefined) return null;
  const second = other === null ? undefined : pictures.find((each) => each.id === other);
  const [before, after] = [pictures[at - 1], pictures[at + 1]];
  const compareWith = pictures[(at + 1) % pictures.length];

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={
        <>
          {title}
          {picture.label === undefined ? null : <>, {picture.label}</>}
        </>
      }
      className="max-w-[min(100%,110rem)]"
      actions={
        <>
          <span className="me-auto flex flex-wrap items-center gap-1">
            {pictures.length < 2 ? null : (
              <>
                <IconButton
                  icon={ChevronLeft}
                  label={steps[0]}
                  isDisabled={before === undefined}
                  onPress={() => (before === undefined ? undefined : setId(before.id))}
                />
                <IconButton
                  icon={ChevronRight}
                  label={steps[1]}
                  isDisabled={after === undefined}
                  onPress={() => (after === undefined ? undefined : setId(after.id))}
                />
              </>
            )}
            <IconButton
              icon={Minus}
              label="Smaller"
              keyCap="-"
              isDisabled={place.scale === 1}
              onPress={() => setPlace(zoomed(place, 1 / 1.5))}
            />
            <IconButton
              icon={Plus}
              label="Larger"
              keyCap="+"
              isDisabled={place.scale >= most}
              onPress={() => setPlace(zoomed(place, 1.5))}
            />
            <IconButton
              icon={RotateCcw}
              label="Whole picture"
              keyCap="0"
              isDisabled={place.scale === 1}
              onPress={() => setPlace(whole)}
            />
          </span>
          {pictures.length < 2 ? null : (
            <Button icon={Columns2} onPress={() => setOther(second === undefined ? (compareWith?.id ?? null) : null)}>
              {second === undefined ? "Compare with the next" : "One picture"}
            </Button>
          )}
          <a
            href={`${picture.url}${picture.url.includes("?") ? "&" : "?"}download=1`}
            download
            className={buttonClass()}
          >
            <span className="flex items-center gap-2">
              <Icon of={Download} />
              Download
            </span>
          </a>
        </>
      }
    >
      <div className="flex gap-2 max-sm:flex-col">
        <Pane picture={picture} place={place} onPlace={setPlace} shared={second !== undefined} />
        {second === undefined ? null : <Pane picture={second} place={place} onPlace={setPlace} shared />}
      </div>
      {picture.note === undefined ? null : <p className="mt-2">{picture.note}</p>}
    </Dialog>
  );
}

const step = 80;
const keys: Readonly<Record<string, (place: Place) => Place>> = {
  "+": (place) => zoomed(place, 1.5),
  "=": (place) => zoomed(place, 1.5),
  "-": (place) => zoomed(place, 1 / 1.5),
  "0": () => whole,
  ArrowLeft: (place) => ({ ...place, x: place.x + step }),
  ArrowRight: (place) => ({ ...place, x: place.x - step }),
  ArrowUp: (place) => ({ ...place, y: place.y + step }),
  ArrowDown: (place) => ({ ...place, y: place.y - step }),
};

/** Heard wherever the focus stands: the viewer is modal. Arrows look around in a picture that is larger than its frame. */
function useZoomKeys(change: (next: (place: Place) => Place) => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const act = keys[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      change((place) => (event.key.startsWith("Arrow") && place.scale === 1 ? place : act(place)));
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [change]);
}

interface PaneProps {
  picture: Picture;
  place: Place;
  onPlace: (place: Place) => void;
  shared: boolean;
}

function Pane({ picture, place, onPlace, shared }: PaneProps) {
  const pane = useRef<HTMLDivElement>(null);
  const from = useRef<{ x: number; y: number; place: Place }>(undefined);
  const latest = useRef({ place, onPlace });
  useEffect(() => {
    latest.current = { place, onPlace };
  });
  useEffect(() => {
    const element = pane.current;
    if (element === null) return;
    // React's own listener could not keep the dialog from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      latest.current.onPlace(zoomed(latest.current.place, event.deltaY < 0 ? 1.2 : 1 / 1.2));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, []);

  function drag(event: PointerEvent<HTMLDivElement>) {
    const start = from.current;
    if (start === undefined) return;
    onPlace({ ...start.place, x: start.place.x + event.clientX - start.x, y: start.place.y + event.clientY - start.y });
  }

  return (
    <figure data-theme="dark" className="relative min-w-0 flex-1 overflow-hidden rounded-sm bg-video">
      <div
        ref={pane}
        onPointerDown={(event) => {
          if (place.scale === 1) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = { x: event.clientX, y: event.clientY, place };
        }}
        onPointerMove={drag}
        onPointerUp={() => (from.current = undefined)}
        onDoubleClick={() => onPlace(place.scale === 1 ? zoomed(place, 2.5) : whole)}
        className={place.scale === 1 ? "cursor-zoom-in" : "cursor-move touch-none"}
      >
        <img
          src={picture.url}
          alt={picture.alt}
          draggable={false}
          style={{ transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})` }}
          className="h-[min(70dvh,60rem)] w-full object-contain"
        />
      </div>
      {shared && picture.label !== undefined ? (
        <figcaption className="pointer-events-none absolute start-2 top-2 rounded-xs bg-scrim-video px-1.5 py-0.5 text-xs text-fg-video">
          {picture.label}
        </figcaption>
      ) : null}
    </figure>
  );
}
