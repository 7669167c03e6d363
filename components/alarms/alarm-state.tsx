import { BellOff, Check, CircleCheck, CircleDot, Pause } from "lucide-react";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { type AlarmState, stateWords } from "@/lib/domains/alarms/terms";

const icons: Record<AlarmState, LucideIcon | null> = {
  new: null,
  acknowledged: Check,
  inProgress: CircleDot,
  onHold: Pause,
  resolved: CircleCheck,
  closed: CircleCheck,
};

/** The state as an icon for eyes and its word for everyone else; nothing for a new one, which is bold instead. */
export function StateIcon({ state, snoozed }: { state: AlarmState; snoozed: boolean }) {
  const icon = snoozed ? BellOff : icons[state];
  return (
    <>
      {icon === null ? null : <Icon of={icon} size={14} className="text-fg-faint" />}
      <span className="sr-only">{snoozed ? "Snoozed" : stateWords[state]}</span>
    </>
  );
}
