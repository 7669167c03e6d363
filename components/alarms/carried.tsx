"use client";

/** What an alarm carries beyond itself: a vehicle, a queue, a plate, people. Read as it comes, for nothing promises its shape. */
import type { ReactNode } from "react";
import { Facts, type Fact } from "@/components/mirror/facts";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";
import { placesOf, VehicleMap } from "./vehicle-map";

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : null);
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isObject) : []);

function facts(rows: readonly [label: string, value: ReactNode | null][]): Fact[] {
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

const named = (name: string | null) => (name === null ? null : <Name>{name}</Name>);

function vehicleFacts(vehicle: Loose): Fact[] {
  const position = isObject(vehicle["position"]) ? vehicle["position"] : {};
  const speed = number(position["metresPerSecond"]);
  const limit = number(vehicle["speedLimitMetresPerSecond"]);
  const [latitude, longitude] = [number(position["latitude"]), number(position["longitude"])];
  const drivers = list(vehicle["drivers"]).flatMap((driver) => text(driver["name"]) ?? []);
  return facts([
    ["Plate", named(text(vehicle["plate"]))],
    ["Driver", drivers.length === 0 ? null : named(drivers.join(", "))],
    [
      "Speed",
      speed === null
        ? null
        : `${Math.round(speed * 3.6)} km/h${limit === null ? "" : `, limit ${Math.round(limit * 3.6)}`}`,
    ],
    [
      "Position",
      latitude === null || longitude === null ? null : (
        <bdi dir="ltr">{`${latitude.toFixed(5)}, ${longitude.toFixed(5)}`}</bdi>
      ),
    ],
  ]);
}

function queueFacts(queue: Loose): Fact[] {
  const waited = number(queue["waitedSeconds"]);
  const threshold = number(queue["threshold"]);
  const started = text(queue["startedAt"]);
  return facts([
    ["Region", named(text(queue["regionName"]))],
    ["Waited", waited === null ? null : `${Math.floor(waited / 60)} min ${Math.round(waited % 60)} s`],
    ["Limit set", threshold === null ? null : String(threshold)],
    ["Since", started === null ? null : <Time at={started} as="seconds" />],
  ]);
}

function plateFacts(plate: Loose): Fact[] {
  const lists: Record<string, string> = { blockList: "block list", allowList: "allow list", other: "no list" };
  const on = text(plate["list"]);
  return facts([
    ["Plate", named(text(plate["plate"]) ?? text(plate["licensePlate"]) ?? text(plate["number"]))],
    ["On", on === null ? null : (lists[on] ?? on)],
    ["Country", named(text(plate["country"]) ?? text(plate["region"]))],
    ["Vehicle", named(text(plate["vehicleType"]))],
    ["Colour", named(text(plate["vehicleColor"]) ?? text(plate["color"]))],
  ]);
}

function peopleOf({ files }: AlarmDetail): Fact[] {
  const seen = new Set<string>();
  return files.flatMap(({ person }) => {
    if (person === null) return [];
    const key = person.id ?? person.name ?? "";
    if (seen.has(key)) return [];
    seen.add(key);
    const { name, similarity, library } = person;
    const how = [
      similarity === null ? null : `${Math.round(similarity <= 1 ? similarity * 100 : similarity)} % alike`,
      library,
    ].filter((part) => part !== null);
    return [
      {
        label: "Person",
        value: (
          <>
            <Name>{name ?? person.id ?? "Somebody"}</Name>
            {how.length === 0 ? null : <span className="block text-xs text-fg-faint">{how.join(", ")}</span>}
          </>
        ),
      },
    ];
  });
}

export function Carried({ alarm }: { alarm: AlarmDetail }) {
  const { vehicle, queue, plate } = alarm;
  const groups: readonly [string, readonly Fact[]][] = [
    ["Vehicle", isObject(vehicle) ? vehicleFacts(vehicle) : []],
    ["Queue", isObject(queue) ? queueFacts(queue) : []],
    ["Licence plate", isObject(plate) ? plateFacts(plate) : []],
    ["Recognised", peopleOf(alarm)],
  ];
  const places = placesOf(vehicle);
  return (
    <>
      {groups.map(([title, rows]) =>
        rows.length === 0 ? null : (
          <section key={title} aria-label={title} className="border-t border-line px-4 py-4">
            <h3 className="mb-2.5 text-sm font-semibold">{title}</h3>
            <Facts facts={rows} className="grid-cols-[5rem_minmax(0,1fr)]! gap-y-2!" />
            {title === "Vehicle" && places.length > 0 ? <VehicleMap places={places} className="mt-3" /> : null}
          </section>
        ),
      )}
    </>
  );
}
