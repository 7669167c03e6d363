"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { AreaLinks, AreaPath } from "@/components/areas/area-path";
import { EntryTime } from "@/components/audit/entry-words";
import { cameraHref } from "@/components/cameras/camera-table";
import { deviceHref } from "@/components/elements/element-columns";
import { Code, type Fact, Facts, NotKnown } from "@/components/mirror/facts";
import { useShell } from "@/components/shell/shell-context";
import { Drawer } from "@/components/ui/drawer";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { isMissing } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";
import { eventQueries } from "@/lib/domains/events/queries";
import type { EventDetail } from "@/lib/domains/events/schema";
import { EventPictures } from "./event-pictures";
import { CallResult, CardEnding, calledWords, EventPersonName, EventResultMark } from "./event-words";

export interface EventDrawerProps {
  id: string;
  onClose: () => void;
  /** Narrows the list to this person. */
  onPerson: (id: string) => void;
}

/** One event, beside the list; on a narrow screen in its place. */
export function EventDrawer({ id, onClose, onPerson }: EventDrawerProps) {
  const query = useQuery(eventQueries.detail(id));
  const { data } = query;
  return (
    <Drawer label="Event" title={data === undefined ? "Event" : data.typeName} onClose={onClose}>
      {query.isError && (data === undefined || isMissing(query.error)) ? (
        <QueryFailure query={query} />
      ) : data === undefined ? (
        <div aria-busy className="space-y-3 p-4">
          <Skeleton className="h-2.5 w-40" />
          <Skeleton className="h-2.5 w-56" />
          <Skeleton className="h-2.5 w-48" />
        </div>
      ) : (
        <div className="px-4 pt-2 pb-5">
          <EventPictures event={data} />
          <EventFacts event={data} onPerson={onPerson} />
        </div>
      )}
    </Drawer>
  );
}

const linkClass = "rounded-xs text-accent-fg hover:underline";

/** A name that leads to its page, where there is one that the reader may see. */
function Linked({ href, children }: { href: string | null; children: string }) {
  if (href === null) return <Name>{children}</Name>;
  return (
    <Link href={href} prefetch={false} className={linkClass}>
      <Name>{children}</Name>
    </Link>
  );
}

const attendanceWords: Readonly<Record<string, string>> = {
  checkIn: "Came",
  "on work": "Came",
  checkOut: "Left",
  "off work": "Left",
  breakStart: "Break begins",
  "break starts": "Break begins",
  breakEnd: "Break ends",
  "break ends": "Break ends",
  overtimeStart: "Overtime begins",
  "overtime starts": "Overtime begins",
  overtimeEnd: "Overtime ends",
  "overtime ends": "Overtime ends",
};

const known = (label: string, value: ReactNode): Fact[] =>
  value === null || value === undefined || value === "" ? [] : [{ label, value }];

function EventFacts({ event, onPerson }: { event: EventDetail; onPerson: (id: string) => void }) {
  const { may } = useShell();
  const { person, call, known: there, source, device, area, areaPath } = event;
  const doorHref =
    there.door && source.id !== null
      ? `/doors?open=${encodeURIComponent(source.id)}`
      : there.camera && source.id !== null && may("cameras:read")
        ? cameraHref(source.id)
        : null;
  const facts: Fact[] = [
    {
      label: "When",
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <EntryTime at={event.occurredAt} />
          {event.delayed ? <Tag tone="warn">Told late</Tag> : null}
        </span>
      ),
    },
    ...(event.result === null && call === null ? [] : [{ label: "Result", value: <EventResultMark event={event} /> }]),
    ...(person === null && event.kind !== "authentication"
      ? []
      : [
          {
            label: event.vehicle === null ? "Person" : "Driver",
            value: <PersonFact event={event} onPerson={onPerson} />,
          },
        ]),
    ...known("Department", event.department === null ? null : <bdi>{event.department}</bdi>),
    ...known("Attendance", event.attendance === null ? null : (attendanceWords[event.attendance] ?? event.attendance)),
    ...known("Mask", event.mask),
    ...known("Temperature", event.temperature === null ? null : `${event.temperature.toFixed(1)} °C`),
    ...(call === null ? [] : callFacts(event)),
    ...vehicleFacts(event),
    {
      label: "Where",
      value: source.name === null ? <NotKnown /> : <Linked href={doorHref}>{source.name}</Linked>,
    },
    ...known("Reader", event.reader === null ? null : <bdi>{event.reader}</bdi>),
    ...known(
      "Device",
      device.name === null && device.serial === null ? null : (
        <Linked href={there.device && device.id !== null && may("devices:read") ? deviceHref(device.id) : null}>
          {device.name ?? device.serial ?? ""}
        </Linked>
      ),
    ),
    {
      label: "Area",
      value:
        areaPath.length === 0 ? (
          area.name === null ? (
            <NotKnown>In no area</NotKnown>
          ) : (
            <Name>{area.name}</Name>
          )
        ) : may("areas:read") ? (
          <AreaLinks path={areaPath} />
        ) : (
          <AreaPath path={areaPath.map(({ name }) => name)} />
        ),
    },
    { label: "Received", value: <EntryTime at={event.receivedAt} /> },
    { label: "Told by", value: event.origin === "record" ? "The access records" : "The message queue" },
    ...known("Type", event.type === "" ? null : <Code>{event.type}</Code>),
  ];
  return <Facts facts={facts} />;
}

function PersonFact({ event, onPerson }: { event: EventDetail; onPerson: (id: string) => void }) {
  const { person } = event;
  const id = person?.id ?? null;
  return (
    <>
      <EventPersonName event={event} />
      {person === null || person.name === null || person.cardEnding === null ? null : (
        <span className="block text-fg-soft">
          <CardEnding ending={person.cardEnding} />
        </span>
      )}
      {id === null ? null : (
        <button type="button" className={`${linkClass} block text-start`} onClick={() => onPerson(id)}>
          Show all events of this person
        </button>
      )}
    </>
  );
}

function callFacts({ call, callCourse, callDoors }: EventDetail): Fact[] {
  return [
    ...known("Called", call === null ? null : calledWords(call)),
    ...known(
      "Course",
      callCourse.length < 2 ? null : (
        <ol className="space-y-1">
          {callCourse.map(({ id, state, at }) => (
            <li key={id} className="flex justify-between gap-3">
              <CallResult state={state} />
              <Time at={at} as="seconds" className="text-fg-faint" />
            </li>
          ))}
        </ol>
      ),
    ),
    ...known(
      "Opens",
      callDoors.length === 0 ? null : (
        <ul>
          {callDoors.map(({ id, name }) => (
            <li key={id}>
              <Name>{name}</Name>
            </li>
          ))}
        </ul>
      ),
    ),
  ];
}

function Speed({ metresPerSecond }: { metresPerSecond: number }) {
  const { locale } = useViewer();
  const format = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "kilometer-per-hour",
    maximumFractionDigits: 0,
  });
  return format.format(metresPerSecond * 3.6);
}

function vehicleFacts({ vehicle, position, speedLimitMetresPerSecond: limit }: EventDetail): Fact[] {
  if (vehicle === null) return [];
  const speed = position?.metresPerSecond ?? null;
  return [
    ...known("Number plate", vehicle.plate === null ? null : <bdi>{vehicle.plate}</bdi>),
    ...known("Speed", speed === null ? null : <Speed metresPerSecond={speed} />),
    ...known("Speed limit", limit === null ? null : <Speed metresPerSecond={limit} />),
    ...known(
      "Position",
      position === null ? null : (
        <bdi className="tabular-nums">
          {position.latitude.toFixed(5)}, {position.longitude.toFixed(5)}
        </bdi>
      ),
    ),
  ];
}
