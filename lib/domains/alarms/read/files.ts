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

/** Pictures and films of one alarm; who was recognised on them is told with `named` alone. */
export async function filesOf(alarmId: string, named: boolean): Promise<AlarmFileItem[]> {
  const files = (await filesOfAlarms([alarmId])).get(alarmId) ?? [];
  return named ? files : files.map((file) => ({ ...file, person: null }));
}
