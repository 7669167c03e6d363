"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Thumbnail } from "@/components/cameras/thumbnail";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchField } from "@/components/ui/search-field";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { addAlarmCamera, alarmQueries, removeAlarmCamera } from "@/lib/domains/alarms/queries";
import type { AlarmItem, RelatedCamera } from "@/lib/domains/alarms/schema";
import { MOST_CAMERAS } from "@/lib/domains/alarms/terms";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import type { CameraItem } from "@/lib/domains/cameras/schema";
import { whyWords } from "./related";

/** Cameras of the area are shown as long as there is room; the others have their places. */
const hasPlace = ({ why }: RelatedCamera) => why !== "area";

/** Puts cameras beside the alarm and takes those away that somebody put there, one by one, for everybody. */
export function CameraDialog({ alarm, onClose }: { alarm: AlarmItem; onClose: () => void }) {
  const queries = useQueryClient();
  const { data: detail } = useQuery(alarmQueries.detail(alarm.id));
  const [words, setWords] = useState("");
  const q = useDeferredValue(words.trim());
  const query = useInfiniteQuery(cameraQueries.list({ q: q === "" ? undefined : q }));
  const settle = () => queries.invalidateQueries({ queryKey: alarmQueries.detail(alarm.id).queryKey });
  const add = useMutation({
    ...addAlarmCamera,
    onError: (error) => tell("Camera not added", error),
    onSettled: settle,
  });
  const remove = useMutation({
    ...removeAlarmCamera,
    onError: (error) => tell("Camera not taken off", error),
    onSettled: settle,
  });
  const placed = (detail?.cameras ?? []).filter(hasPlace);
  const full = placed.length >= MOST_CAMERAS;
  const listing = query.data?.pages[0];
  const items = listing?.items ?? [];
  const busy = add.isPending || remove.isPending;

  function row(camera: CameraItem) {
    const why = placed.find(({ id }) => id === camera.id)?.why;
    const ids = { id: alarm.id, cameraId: camera.id };
    const working = busy && (add.variables?.cameraId === camera.id || remove.variables?.cameraId === camera.id);
    return (
      <li key={camera.id} className="flex min-h-12 items-center gap-3 py-1.5">
        <Thumbnail camera={camera} size="small" className="h-9! shrink-0" />
        <span className="min-w-0 flex-1">
          <Name className="block text-fg wrap-anywhere">{camera.name}</Name>
          <span className="block truncate text-xs text-fg-faint">
            {camera.area === null ? "in no area" : <Name>{camera.area.name}</Name>}
          </span>
        </span>
        {why === "source" || why === "linkage" ? (
          <span className="shrink-0 text-xs text-fg-soft">{whyWords[why]}</span>
        ) : (
          <Button
            size="sm"
            aria-label={why === "added" ? `Take ${camera.name} off` : `Add ${camera.name}`}
            busy={working}
            isDisabled={!working && ((full && why === undefined) || detail === undefined)}
            onPress={() => (busy ? undefined : why === "added" ? remove.mutate(ids) : add.mutate(ids))}
          >
            {why === "added" ? "Take off" : "Add"}
          </Button>
        )}
      </li>
    );
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Cameras of “${alarm.typeName}”`}
      className="max-w-130"
      actions={<Button onPress={onClose}>Done</Button>}
    >
      <p role="status" className={full ? "mb-3 text-warn-fg" : "mb-3"}>
        <span data-numeric>
          {placed.length} of {MOST_CAMERAS}
        </span>
        {full
          ? ". Take one off that was added by hand before you add another."
          : ". Others of the area fill the places that are left."}
      </p>
      <SearchField label="Name, serial or area" value={words} onChange={setWords} startsFocused />
      <QueryFailure query={query} />
      {listing === undefined ? (
        query.isError ? null : (
          <div aria-busy className="space-y-4 py-4">
            <Skeleton className="h-3 w-64" />
            <Skeleton className="h-3 w-48" />
          </div>
        )
      ) : items.length === 0 ? (
        <p className="py-4">No camera of that name</p>
      ) : (
        <ul aria-label="Cameras" className="mt-2 divide-y divide-line-soft">
          {items.map(row)}
        </ul>
      )}
      {listing === undefined || listing.nextCursor === null ? null : (
        <p className="pt-2 text-xs text-fg-faint">The first {items.length}. More words find the others.</p>
      )}
    </Dialog>
  );
}

function tell(title: string, error: unknown): void {
  const { title: what, advice, code } = trouble(error);
  toast.failed({
    title,
    detail: [what, advice].filter(Boolean).join(" "),
    ...(code === undefined ? {} : { code }),
  });
}
