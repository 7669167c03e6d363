import type { Random } from "../random";
import type { Json } from "../validate";

export interface AlarmSource {
  sourceType: string;
  sourceID: string;
  sourceName: string;
  eventType: string;
}

export interface AlarmRule {
  id: string;
  name: string;
  description: string;
  color: string;
  enabled: boolean;
  mainCategory: string;
  subCategory: string;
  notify: { enabled: boolean; recipients: { userID: string; userName: string }[] };
  scheduleId: string;
  scheduleType: string;
  priorityId: string;
  ignoreRecurring: { enabled: boolean; timeValue: string };
  source: AlarmSource;
}

export interface AlarmPriority {
  id: string;
  level: number;
  name: string;
  color: string;
  audioName: string;
}

interface ArmingSchedule {
  id: string;
  name: string;
  system: boolean;
  /** Days 1 to 7 and the spans of each, `HH:mm`. */
  days: readonly (readonly [day: string, spans: readonly (readonly [from: string, to: string])[]])[];
}

export interface Linkage {
  itemId: string;
  ruleId: string;
  type: string;
  config: Json;
}

const WEEK = ["1", "2", "3", "4", "5", "6", "7"];
const ALL_DAY = [["00:00", "24:00"]] as const;
const NIGHT = [
  ["00:00", "06:00"],
  ["20:00", "24:00"],
] as const;

const PRIORITIES = [
  [1, "High", "#F40B0B", "Siren"],
  [2, "Medium", "#D79931", "Chime"],
  [3, "Low", "#2D8B3D", ""],
] as const;

/** What the account is alarmed about, and what happens then. Linkages can be added but never listed, as in the guide. */
export class AlarmRules {
  readonly rules = new Map<string, AlarmRule>();
  readonly priorities: AlarmPriority[] = [];
  readonly schedules: ArmingSchedule[] = [];
  readonly linkages: Linkage[] = [];
  /** Percent of charge at which solar cameras complain. */
  lowBattery = 20;
  #random: Random | null = null;

  /** Makes the priorities and schedules every account has; the random numbers go on to serve what is added later. */
  settle(random: Random): void {
    this.#random = random;
    for (const [level, name, color, audioName] of PRIORITIES) {
      this.priorities.push({ id: random.hex(32), level, name, color, audioName });
    }
    const days = (spans: readonly (readonly [string, string])[], which = WEEK) =>
      which.map((day) => [day, spans] as const);
    this.schedules.push(
      { id: random.hex(32), name: "All-Day Template", system: true, days: days(ALL_DAY) },
      { id: random.hex(32), name: "Weekend Template", system: true, days: days(ALL_DAY, ["6", "7"]) },
      { id: random.hex(32), name: "Nights – Gebäude A & B", system: false, days: days(NIGHT) },
      { id: random.hex(32), name: "Ночная смена", system: false, days: days(NIGHT, WEEK.slice(0, 5)) },
    );
  }

  add(rule: Omit<AlarmRule, "id">): AlarmRule {
    const added = { id: this.#dice.digits(19), ...rule };
    this.rules.set(added.id, added);
    return added;
  }

  /** The rule that watches the same thing for the same reason. */
  twin({ sourceID, eventType }: Pick<AlarmSource, "sourceID" | "eventType">): AlarmRule | undefined {
    for (const rule of this.rules.values()) {
      if (rule.source.sourceID === sourceID && rule.source.eventType === eventType) return rule;
    }
    return undefined;
  }

  /** Whether a rule works at a time on the clocks of its source, `yyyy-MM-dd HH:mm:ss`. Monday is day 1. */
  isArmed({ enabled, scheduleId }: AlarmRule, local: string): boolean {
    const schedule = this.schedules.find(({ id }) => id === scheduleId);
    if (!enabled || !schedule) return enabled;
    const weekday = String(((new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7) + 1);
    const time = local.slice(11, 16);
    return schedule.days.some(
      ([day, spans]) => day === weekday && spans.some(([from, to]) => from <= time && time < to),
    );
  }

  links(ruleId: string, type: string): boolean {
    return this.linkages.some((linkage) => linkage.ruleId === ruleId && linkage.type === type);
  }

  link(ruleId: string, type: string, config: Json): Linkage {
    const linkage = { itemId: this.#dice.hex(32).toUpperCase(), ruleId, type, config };
    this.linkages.push(linkage);
    return linkage;
  }

  get #dice(): Random {
    if (!this.#random) throw new Error("the rules of this world are not settled");
    return this.#random;
  }
}
