import { ArrowLeftFromLine, ArrowRightToLine, DoorClosed, type LucideIcon } from "lucide-react";
import type { ElementKind } from "@/lib/domains/elements/schema";

/** Kinds without a page for each of them: their facts open beside the list. */
export type PlainKind = Exclude<ElementKind, "cameras">;

export interface KindWords {
  label: string;
  title: string;
  one: string;
  many: string;
  icon: LucideIcon;
}

export const plainKinds: Record<PlainKind, KindWords> = {
  doors: { label: "Doors", title: "Door", one: "door", many: "doors", icon: DoorClosed },
  "alarm-inputs": { label: "Alarm inputs", title: "Input", one: "input", many: "inputs", icon: ArrowRightToLine },
  "alarm-outputs": { label: "Alarm outputs", title: "Output", one: "output", many: "outputs", icon: ArrowLeftFromLine },
};
