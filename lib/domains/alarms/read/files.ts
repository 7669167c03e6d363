import { filesOfAlarms, picturesOfAlarms } from "@/lib/domains/attachments/read";
import type { AlarmFileItem, AlarmItem } from "../schema";

/** The same alarms, each with its first kept picture. */
export async function withPictures(items: readonly AlarmItem[]): Promise<AlarmItem[]> {
  const pictures = await picturesOfAlarms(items.map(({ id }) => id));
  return items.map((item) => {
    const picture = pictures.get(item.id);
    // Until its thumbnail is made, the picture itself serves.
    return picture === undefined
      ? item
      : { ...item, picture: { url: picture.url, thumbnailUrl: picture.thumbnailUrl ?? picture.url } };
  });
}

/** Pictures and films of one alarm. */
export async function filesOf(alarmId: string): Promise<AlarmFileItem[]> {
  return (await filesOfAlarms([alarmId])).get(alarmId) ?? [];
}
