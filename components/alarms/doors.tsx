"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";

const DoorControl = dynamic(
  () => insist(() => import("@/components/doors/door-control")).then((module) => module.DoorControl),
  {
    ssr: false,
    loading: () => <div className="h-control-sm" />,
  },
);

/** Doors of the alarm that the reader may control; the one that is its source first. */
export function Doors({
  alarm: { id: alarmId, doors, source },
}: {
  alarm: Pick<AlarmDetail, "id" | "doors" | "source">;
}) {
  if (doors.length === 0) return null;
  return (
    <section aria-label="Doors" className="border-t border-line px-4 py-4">
      <h3 className="mb-1.5 text-sm font-semibold">Doors here</h3>
      <ul className="space-y-3 text-sm">
        {doors.map(({ id, name }) => (
          <li key={id}>
            <p className="mb-1 flex items-baseline gap-2">
              <Link
                href={`/doors?open=${encodeURIComponent(id)}`}
                className="min-w-0 rounded-xs wrap-anywhere hover:underline"
              >
                <Name>{name}</Name>
              </Link>
              {id === source.id ? <span className="shrink-0 text-xs text-fg-faint">source</span> : null}
            </p>
            <DoorControl id={id} name={name} compact alarmId={alarmId} />
          </li>
        ))}
      </ul>
    </section>
  );
}
