"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Camera, CircleAlert, ImageDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { cameraQueries, refreshThumbnail, takeSnapshot } from "@/lib/domains/cameras/queries";
import type { CameraDetail, Snapshot } from "@/lib/domains/cameras/schema";
import { SNAPSHOTS_KEPT } from "@/lib/domains/cameras/terms";
import { ApiProblem } from "@/lib/http/fetcher";

const PictureViewer = dynamic(
  () => insist(() => import("@/components/ui/picture-viewer")).then((module) => module.PictureViewer),
  {
    ssr: false,
  },
);

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
        <PictureViewer
          pictures={items.map((snapshot) => large(snapshot, camera))}
          first={open}
          title={
            <>
              Snapshot of <Name>{camera.name}</Name>
            </>
          }
          steps={["Newer snapshot", "Older snapshot"]}
          onClose={() => setOpen(null)}
        />
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

const large = (snapshot: Snapshot, { name }: CameraDetail) => ({
  id: snapshot.id,
  url: snapshot.url,
  alt: `Snapshot of ${name}`,
  label: <Time at={snapshot.takenAt} as="dateTime" />,
  note: (
    <>
      {snapshot.by === null ? null : (
        <>
          Taken by <Name>{snapshot.by}</Name>.{" "}
        </>
      )}
      Looking at it is recorded.
    </>
  ),
});
