import { Video } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import type { RelatedCamera } from "@/lib/domains/alarms/schema";

/** The place for video beside an alarm. Live video is opened on the camera's own page for now, and this says so. */
export function AlarmVideo({ camera }: { camera: RelatedCamera | undefined }) {
  return (
    <section
      aria-label="Video"
      className="flex flex-wrap items-center gap-3 rounded-sm border border-line bg-sunken px-3 py-2 max-lg:[&_kbd]:hidden"
    >
      <Icon of={Video} className="text-fg-faint" />
      <p className="min-w-0 flex-1 text-sm text-fg-soft">
        {camera === undefined ? (
          "No camera is known for this alarm, so there is no video to open."
        ) : (
          <>
            Video is not shown here yet. <Name className="font-medium text-fg">{camera.name}</Name> has its picture on
            its own page.
          </>
        )}
      </p>
      {camera === undefined ? null : (
        <ButtonLink href={`/cameras/${encodeURIComponent(camera.id)}`} target="_blank" keyCap="V">
          Open camera
        </ButtonLink>
      )}
    </section>
  );
}
