"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Camera, ChevronLeft, ChevronRight, CircleAlert, Download, ImageDown } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button, buttonClass, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { cameraQueries, refreshThumbnail, takeSnapshot } from "@/lib/domains/cameras/queries";
import type { CameraDetail, Snapshot } from "@/lib/domains/cameras/schema";
import { SNAPSHOTS_KEPT } from "@/lib/domains/cameras/terms";
import { ApiProblem } from "@/lib/http/fetcher";

/** Has pictures taken now, and shows the last ones that were. For those who may watch live. */
export function Snapshots({ camera }: { camera: CameraDetail }) {
  const { data, error } = useQuery(cameraQueries.snapshots(camera.id));
  const [open, setOpen] = useState<string | null>(null);
  const items = data?.items ?? [];
  return (
    <>
      <PictureActions camera={camera} onTaken={({ id }) => setOpen(id)} />
      <h2 className="mt-6 mb-2 text-md font-semibold">Snapshots</h2>
      {error !== null && data === undefined ? (
        <p role="alert" className="text-sm text-danger-fg">
          {trouble(error).title} {trouble(error).advice}
        </p>
      ) : items.length === 0 ? (
        <p className="text-sm text-fg-soft">
          {data === undefined ? "Reading" : `None yet. The last ${SNAPSHOTS_KEPT} are kept.`}
        </p>
      ) : (
        <ul aria-label="Snapshots" className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-3">
          {items.map((snapshot) => (
            <li key={snapshot.id}>
              <Tile snapshot={snapshot} name={camera.name} onOpen={() => setOpen(snapshot.id)} />
            </li>
          ))}
        </ul>
      )}
      {open === null ? null : (
        <LargeSnapshot camera={camera} items={items} id={open} onMove={setOpen} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

function PictureActions({ camera, onTaken }: { camera: CameraDetail; onTaken: (snapshot: Snapshot) => void }) {
  const queries = useQueryClient();
  const waiting = useRef<AbortController>(undefined);
  const read = () => queries.invalidateQueries({ queryKey: cameraQueries.all });
  const snapshot = useMutation({
    mutationFn: () => {
      waiting.current = new AbortController();
      return takeSnapshot(camera.id, waiting.current.signal);
    },
    onSuccess: async (taken) => {
      await read();
      onTaken(taken);
    },
  });
  const thumbnail = useMutation({
    mutationFn: () => refreshThumbnail(camera.id),
    onSuccess: () => toast.done({ title: "Picture refreshed" }),
    onSettled: read,
  });
  // Whoever cancelled knows why there is no picture.
  const failure = snapshot.error instanceof ApiProblem ? snapshot.error : thumbnail.error;
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={Camera}
          busy={snapshot.isPending}
          busyLabel="Waiting for the camera"
          onPress={() => {
            thumbnail.reset();
            snapshot.mutate();
          }}
        >
          Take snapshot
        </Button>
        {snapshot.isPending ? (
          <Button variant="quiet" onPress={() => waiting.current?.abort()}>
            Cancel
          </Button>
        ) : null}
        <Button
          icon={ImageDown}
          busy={thumbnail.isPending}
          busyLabel="Refreshing"
          onPress={() => {
            snapshot.reset();
            thumbnail.mutate();
          }}
        >
          Refresh picture
        </Button>
      </div>
      {failure === null ? null : <Failure error={failure} />}
    </>
  );
}

function Failure({ error }: { error: unknown }) {
  const { title, advice, code } = trouble(error);
  return (
    <p role="alert" className="mt-2 flex gap-2 text-sm text-danger-fg">
      <Icon of={CircleAlert} className="mt-0.5" />
      <span>
        {title} {advice} {code === undefined ? null : <code className="font-mono text-xs">{code}</code>}
      </span>
    </p>
  );
}

function Tile({ snapshot, name, onOpen }: { snapshot: Snapshot; name: string; onOpen: () => void }) {
  return (
    <AriaButton onPress={onOpen} className="block w-full rounded-sm text-start">
      <span data-theme="dark" className="block aspect-video overflow-hidden rounded-sm bg-video">
        <img
          src={snapshot.url}
          alt={`Snapshot of ${name}`}
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
      </span>
      <span className="mt-1 block text-xs text-fg">
        <Time at={snapshot.takenAt} />
      </span>
      <Taker by={snapshot.by} />
    </AriaButton>
  );
}

function Taker({ by }: { by: string | null }) {
  return (
    <span className="block truncate text-xs text-fg-faint">
      {by === null ? "by somebody no longer known" : <Name cut>{by}</Name>}
    </span>
  );
}

interface LargeSnapshotProps {
  camera: CameraDetail;
  items: readonly Snapshot[];
  id: string;
  onMove: (id: string) => void;
  onClose: () => void;
}

function LargeSnapshot({ camera, items, id, onMove, onClose }: LargeSnapshotProps) {
  const at = items.findIndex((each) => each.id === id);
  const snapshot = items[at];
  if (snapshot === undefined) return null;
  const [newer, older] = [items[at - 1], items[at + 1]];
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={
        <>
          Snapshot of <Name>{camera.name}</Name>
        </>
      }
      className="max-w-240"
      actions={
        <>
          <span className="me-auto flex gap-1">
            <IconButton
              icon={ChevronLeft}
              label="Newer snapshot"
              isDisabled={newer === undefined}
              onPress={() => (newer === undefined ? undefined : onMove(newer.id))}
            />
            <IconButton
              icon={ChevronRight}
              label="Older snapshot"
              isDisabled={older === undefined}
              onPress={() => (older === undefined ? undefined : onMove(older.id))}
            />
          </span>
          <a href={`${snapshot.url}?download=1`} download className={buttonClass()}>
            <span className="flex items-center gap-2">
              <Icon of={Download} />
              Download
            </span>
          </a>
        </>
      }
    >
      <span data-theme="dark" className="block overflow-hidden rounded-sm bg-video">
        <img src={snapshot.url} alt={`Snapshot of ${camera.name}`} className="max-h-[65dvh] w-full object-contain" />
      </span>
      <p className="mt-2">
        Taken <Time at={snapshot.takenAt} as="dateTime" />
        {snapshot.by === null ? null : (
          <>
            {" "}
            by <Name>{snapshot.by}</Name>
          </>
        )}
        . Looking at it is recorded.
      </p>
    </Dialog>
  );
}
