import { Random } from "../random";
import type { JsonObject } from "../validate";
import type { AlarmSource } from "./rules";
import { localTime } from "./timezones";
import { zonelessAsUtc } from "./local-time";

/** Everything about an alarm but when it was. */
export interface PlannedAlarm {
  /** Null for an alarm that no rule asked for. */
  rule: { id: string; name: string; description: string } | null;
  priorityId: string;
  mainCategory: string;
  subCategory: string;
  source: AlarmSource & { areaId: string; areaName: string };
  device: { id: string; name: string; category: string; serialNo: string };
  /** The clocks of its device, by which the log is searched. */
  timeZoneId: string;
  /** The camera that took a picture of it. */
  channelId: string | null;
  linkageTypes: readonly string[];
}

export interface RecordedAlarm extends PlannedAlarm {
  guid: string;
  /** Epoch ms. */
  startedAt: number;
  /** Epoch ms; null while it goes on. */
  endedAt: number | null;
  pulse: boolean;
  /** Came in after the device had been away. */
  late: boolean;
  marked: boolean;
  affirmed: boolean;
  pictured: boolean;
  /** The queue, plate or vehicle it is about, as A.3.20 has them; addresses are signed at `now`, epoch ms. */
  related?: ((origin: string, now: number) => JsonObject) | undefined;
}

interface LogSearch {
  /** `yyyy-MM-dd HH:mm:ss` on the clocks of each alarm's device, both included. */
  from: string;
  to: string;
  /** Areas themselves, without what is below; empty is everywhere. */
  areaIds: readonly string[];
  eventTypes: readonly string[];
}

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
/** Days that are remembered once they were computed, and alarms that were recorded. */
const MOST_DAYS = KEPT_DAYS + 6;
const MOST_RECORDED = 20_000;
const MOST_OFF_MS = 14 * 3_600_000;

/**
 * The alarm log: some alarms a day over the last thirty days, the same for the same seed and day, and whatever has
 * been recorded besides. Days are computed when somebody asks for them.
 */
export class AlarmHistory {
  #seed = "";
  #planned: readonly PlannedAlarm[] = [];
  #perDay = 0;
  #days = new Map<number, RecordedAlarm[]>();
  #recorded = new Map<string, RecordedAlarm>();

  /** What may happen, and how often a day. */
  plant(seed: string, planned: readonly PlannedAlarm[], perDay: number): void {
    this.#seed = seed;
    this.#planned = planned;
    this.#perDay = perDay;
    this.#days.clear();
  }

  /** Writes an alarm into the log, in place of one of the same guid; the oldest goes when there are very many. */
  record(alarm: RecordedAlarm): void {
    this.#recorded.set(alarm.guid, alarm);
    const [oldest] = this.#recorded.keys();
    if (this.#recorded.size > MOST_RECORDED && oldest !== undefined) this.#recorded.delete(oldest);
  }

  recorded(guid: string): RecordedAlarm | undefined {
    return this.#recorded.get(guid);
  }

  /** Alarms of a window, latest first; nothing of the future, and nothing older than thirty days. */
  search({ from, to, areaIds, eventTypes }: LogSearch, now: number): RecordedAlarm[] {
    const first = Math.max(zonelessAsUtc(from) - MOST_OFF_MS, now - KEPT_DAYS * DAY_MS);
    const last = Math.min(zonelessAsUtc(to) + MOST_OFF_MS, now);
    const within = ({ startedAt }: RecordedAlarm) => startedAt >= first && startedAt <= last;
    const found = [...this.#recorded.values()].filter(within);
    for (let day = Math.floor(first / DAY_MS); day <= Math.floor(last / DAY_MS); day++) {
      found.push(...this.#day(day).filter(within));
    }
    return found
      .filter(
        ({ source, startedAt, timeZoneId }) =>
          (areaIds.length === 0 || areaIds.includes(source.areaId)) &&
          (eventTypes.length === 0 || eventTypes.includes(source.eventType)) &&
          isBetween(localTime(timeZoneId, startedAt), from, to),
      )
      .sort((a, b) => b.startedAt - a.startedAt || a.guid.localeCompare(b.guid));
  }

  #day(day: number): RecordedAlarm[] {
    let alarms = this.#days.get(day);
    if (!alarms) this.#days.set(day, (alarms = this.#imagine(day)));
    if (this.#days.size > MOST_DAYS) this.#days.delete(Math.min(...this.#days.keys()));
    return alarms;
  }

  #imagine(day: number): RecordedAlarm[] {
    if (this.#planned.length === 0) return [];
    const random = new Random(`${this.#seed}/${day}`);
    const count = random.between(Math.ceil(this.#perDay / 2), Math.ceil(this.#perDay * 1.5));
    return Array.from({ length: count }, () => {
      const planned = random.pick(this.#planned);
      const startedAt = day * DAY_MS + random.between(0, DAY_MS / 1_000 - 1) * 1_000;
      const pulse = random.chance(0.1);
      return {
        ...planned,
        guid: random.hex(32),
        startedAt,
        endedAt: startedAt + (pulse ? 1_000 : random.between(5, 90) * 1_000),
        pulse,
        late: random.chance(0.03),
        marked: random.chance(0.05),
        affirmed: random.chance(0.4),
        pictured: planned.channelId !== null && random.chance(0.5),
      };
    });
  }
}

const isBetween = (text: string, from: string, to: string) => text >= from && text <= to;
