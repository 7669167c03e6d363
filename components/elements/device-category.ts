import type { deviceCategories } from "@/lib/domains/devices/terms";

const words: Readonly<Record<(typeof deviceCategories)[number], string>> = {
  encodingDevice: "Encoding device",
  accessControllerDevice: "Access control",
  alarmDevice: "Alarm device",
  videoIntercomDevice: "Video intercom",
  mobileDevice: "On-board device",
  unknown: "Unknown",
};

/** A category in words; one that is not known is shown as the gateway writes it. */
export function categoryInWords(category: string): string {
  return (words as Readonly<Record<string, string>>)[category] ?? category;
}
