import type { AlarmFileItem, AlarmItem } from "../schema";

/** The same alarms, each with its first kept picture. */
export function withPictures(items: AlarmItem[]): Promise<AlarmItem[]> {
  return Promise.resolve(items);
}

/** Pictures and films of one alarm. */
export function filesOf(_alarmId: string): Promise<AlarmFileItem[]> {
  return Promise.resolve([]);
}
