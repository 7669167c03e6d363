/** Windows zone names with a tz database zone and the cities shown; ids follow the alphabetical order. */
const ZONES = `Afghanistan|Asia/Kabul|Kabul
Alaskan|America/Anchorage|Alaska
Aleutian|America/Adak|Aleutian Islands
Altai|Asia/Barnaul|Barnaul, Gorno-Altaysk
Arab|Asia/Riyadh|Kuwait, Riyadh
Arabian|Asia/Dubai|Abu Dhabi, Muscat
Arabic|Asia/Baghdad|Baghdad
Argentina|America/Buenos_Aires|City of Buenos Aires
Astrakhan|Europe/Astrakhan|Astrakhan, Ulyanovsk
Atlantic|America/Halifax|Atlantic Time (Canada)
AUS Central|Australia/Darwin|Darwin
AUS Eastern|Australia/Sydney|Canberra, Melbourne, Sydney
Azerbaijan|Asia/Baku|Baku
Azores|Atlantic/Azores|Azores
Bahia|America/Bahia|Salvador
Bangladesh|Asia/Dhaka|Dhaka
Belarus|Europe/Minsk|Minsk
Bougainville|Pacific/Bougainville|Bougainville Island
Canada Central|America/Regina|Saskatchewan
Cape Verde|Atlantic/Cape_Verde|Cabo Verde Is.
Caucasus|Asia/Yerevan|Yerevan
Cen. Australia|Australia/Adelaide|Adelaide
Central America|America/Guatemala|Central America
Central Asia|Asia/Bishkek|Bishkek
Central Brazilian|America/Cuiaba|Cuiaba
Central Europe|Europe/Budapest|Belgrade, Bratislava, Budapest, Ljubljana, Prague
Central European|Europe/Warsaw|Sarajevo, Skopje, Warsaw, Zagreb
Central Pacific|Pacific/Guadalcanal|Solomon Is., New Caledonia
Central|America/Chicago|Central Time (US & Canada)
Chatham Islands|Pacific/Chatham|Chatham Islands
China|Asia/Shanghai|Beijing, Chongqing, Hong Kong, Urumqi
Cuba|America/Havana|Havana
E. Africa|Africa/Nairobi|Nairobi
E. Australia|Australia/Brisbane|Brisbane
E. Europe|Europe/Chisinau|Chisinau
E. South America|America/Sao_Paulo|Brasilia
Easter Island|Pacific/Easter|Easter Island
Eastern (Mexico)|America/Cancun|Chetumal
Eastern|America/New_York|Eastern Time (US & Canada)
Egypt|Africa/Cairo|Cairo
Ekaterinburg|Asia/Yekaterinburg|Ekaterinburg
Fiji|Pacific/Fiji|Fiji
FLE|Europe/Kiev|Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius
Georgian|Asia/Tbilisi|Tbilisi
GMT|Europe/London|Dublin, Edinburgh, Lisbon, London
Greenland|America/Godthab|Greenland
Greenwich|Atlantic/Reykjavik|Monrovia, Reykjavik
GTB|Europe/Bucharest|Athens, Bucharest
Haiti|America/Port-au-Prince|Haiti
Hawaiian|Pacific/Honolulu|Hawaii
India|Asia/Kolkata|Chennai, Kolkata, Mumbai, New Delhi
Iran|Asia/Tehran|Tehran
Israel|Asia/Jerusalem|Jerusalem
Jordan|Asia/Amman|Amman
Kaliningrad|Europe/Kaliningrad|Kaliningrad
Korea|Asia/Seoul|Seoul
Libya|Africa/Tripoli|Tripoli
Line Islands|Pacific/Kiritimati|Kiritimati Island
Lord Howe|Australia/Lord_Howe|Lord Howe Island
Magadan|Asia/Magadan|Magadan
Marquesas|Pacific/Marquesas|Marquesas Islands
Mauritius|Indian/Mauritius|Port Louis
Middle East|Asia/Beirut|Beirut
Montevideo|America/Montevideo|Montevideo
Morocco|Africa/Casablanca|Casablanca
Mountain|America/Denver|Mountain Time (US & Canada)
Myanmar|Asia/Rangoon|Yangon (Rangoon)
N. Central Asia|Asia/Novosibirsk|Novosibirsk
Namibia|Africa/Windhoek|Windhoek
Nepal|Asia/Kathmandu|Kathmandu
New Zealand|Pacific/Auckland|Auckland, Wellington
Newfoundland|America/St_Johns|Newfoundland
Norfolk|Pacific/Norfolk|Norfolk Island
North Asia East|Asia/Irkutsk|Irkutsk
North Asia|Asia/Krasnoyarsk|Krasnoyarsk
Omsk|Asia/Omsk|Omsk
Pacific SA|America/Santiago|Santiago
Pacific|America/Los_Angeles|Pacific Time (US & Canada)
Pakistan|Asia/Karachi|Islamabad, Karachi
Paraguay|America/Asuncion|Asuncion
Qyzylorda|Asia/Qyzylorda|Astana
Romance|Europe/Paris|Brussels, Copenhagen, Madrid, Paris
Russian|Europe/Moscow|Moscow, St. Petersburg
SA Eastern|America/Cayenne|Cayenne, Fortaleza
SA Pacific|America/Bogota|Bogota, Lima, Quito, Rio Branco
SA Western|America/La_Paz|Georgetown, La Paz, Manaus, San Juan
Sakhalin|Asia/Sakhalin|Sakhalin
Samoa|Pacific/Apia|Samoa
SE Asia|Asia/Bangkok|Bangkok, Hanoi, Jakarta
Singapore|Asia/Singapore|Kuala Lumpur, Singapore
South Africa|Africa/Johannesburg|Harare, Pretoria
Sri Lanka|Asia/Colombo|Sri Jayawardenepura
Syria|Asia/Damascus|Damascus
Taipei|Asia/Taipei|Taipei
Tasmania|Australia/Hobart|Hobart
Tokyo|Asia/Tokyo|Osaka, Sapporo, Tokyo
Tonga|Pacific/Tongatapu|Nuku'alofa
Turkey|Europe/Istanbul|Istanbul
US Mountain|America/Phoenix|Arizona
Vladivostok|Asia/Vladivostok|Vladivostok
W. Australia|Australia/Perth|Perth
W. Central Africa|Africa/Lagos|West Central Africa
W. Europe|Europe/Berlin|Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
West Asia|Asia/Tashkent|Ashgabat, Tashkent
West Bank|Asia/Hebron|Gaza, Hebron
West Pacific|Pacific/Port_Moresby|Guam, Port Moresby
Yakutsk|Asia/Yakutsk|Yakutsk`;

interface Zone {
  id: string;
  standardName: string;
  iana: string;
  cities: string;
}

const zones: readonly Zone[] = ZONES.split("\n").map((line, index) => {
  const [name = "", iana = "", cities = ""] = line.split("|");
  return { id: String(index + 1), standardName: `${name} Standard Time`, iana, cities };
});

const byId = new Map(zones.map((zone) => [zone.id, zone]));

export function isTimeZone(id: string): boolean {
  return byId.has(id);
}

/** The tz database name of a gateway zone id, UTC when there is none. */
function ianaOf(id: string): string {
  return byId.get(id)?.iana ?? "UTC";
}

export function idOfZone(iana: string): string {
  const zone = zones.find((candidate) => candidate.iana === iana);
  if (!zone) throw new RangeError(`no gateway time zone for ${iana}`);
  return zone.id;
}

/**
 * Rows of `timezone/get` (guide A.3.162). `bias` is minutes west of GMT, so UTC+06:00 is -360.
 * Change-over dates are written month:week:weekday:hour:minute, week 5 being the last; all zeros without summer time.
 */
export function timeZoneRows(year: number) {
  return zones.map((zone) => {
    const january = offsetMinutes(zone.iana, Date.UTC(year, 0, 1));
    const july = offsetMinutes(zone.iana, Date.UTC(year, 6, 1));
    const standard = Math.min(january, july);
    const summer = january === july ? null : changeovers(zone.iana, year, january, july);
    return {
      id: zone.id,
      standardName: zone.standardName,
      displayName: `(UTC${signed(standard)}) ${zone.cities}`,
      bias: standard === 0 ? 0 : -standard,
      dst: {
        daylightBias: summer ? String(-Math.abs(july - january)) : "-60",
        daylightDate: summer?.begins ?? "0:0:0:0:0",
        standardDate: summer?.ends ?? "0:0:0:0:0",
        enable: summer ? 1 : 0,
      },
    };
  });
}

function changeovers(iana: string, year: number, january: number, july: number) {
  const spring = changeBetween(iana, Date.UTC(year, 0, 1), Date.UTC(year, 6, 1));
  const autumn = changeBetween(iana, Date.UTC(year, 6, 1), Date.UTC(year + 1, 0, 1));
  const [begins, ends] = july > january ? [spring, autumn] : [autumn, spring];
  return { begins, ends };
}

function changeBetween(iana: string, from: number, to: number): string {
  const before = offsetMinutes(iana, from);
  while (to - from > 60_000) {
    const middle = from + Math.floor((to - from) / 120_000) * 60_000;
    if (offsetMinutes(iana, middle) === before) from = middle;
    else to = middle;
  }
  const local = new Date(to + before * 60_000);
  const week = Math.ceil(local.getUTCDate() / 7);
  const last = new Date(local.getTime() + 7 * 86_400_000).getUTCMonth() !== local.getUTCMonth();
  return [local.getUTCMonth() + 1, last ? 5 : week, local.getUTCDay(), local.getUTCHours(), local.getUTCMinutes()].join(
    ":",
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of GMT in a zone at a moment (epoch ms). */
function offsetMinutes(iana: string, at: number): number {
  let format = formats.get(iana);
  if (!format)
    formats.set(iana, (format = new Intl.DateTimeFormat("en-US", { timeZone: iana, timeZoneName: "longOffset" })));
  const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Minutes east of GMT in a gateway zone at a moment (epoch ms). */
export function offsetOf(zoneId: string, at: number): number {
  return offsetMinutes(ianaOf(zoneId), at);
}

/** `yyyy-MM-dd HH:mm:ss` of a moment on the clocks of a gateway zone. */
export function localTime(zoneId: string, at: number): string {
  return new Date(at + offsetMinutes(ianaOf(zoneId), at) * 60_000).toISOString().slice(0, 19).replace("T", " ");
}

function signed(minutes: number): string {
  if (minutes === 0) return "";
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${hours}:${rest}`;
}

/** `yyyy-MM-ddTHH:mm:ss+HH:mm` of a moment on the clocks of a gateway zone. */
export function localIso(zoneId: string, at: number): string {
  return `${localTime(zoneId, at).replace(" ", "T")}${signed(offsetMinutes(ianaOf(zoneId), at)) || "+00:00"}`;
}
