import type { Random } from "../random";

interface Folk {
  given: readonly string[];
  family: readonly string[];
}

/** Given and family names in the scripts a gateway sees. */
const FOLKS: readonly Folk[] = [
  {
    given: [
      "Amara",
      "Oliver",
      "Priya",
      "James",
      "Sophie",
      "Kwame",
      "Hannah",
      "Declan",
      "Zoë",
      "Marcus",
      "Ruth",
      "Leon",
    ],
    family: ["Okafor", "Whitfield", "O'Brien", "Adeyemi", "Hughes", "Patel", "Sinclair", "Fraser-Boyd", "Lindqvist"],
  },
  {
    given: ["Jürgen", "Anaïs", "José", "Łucja", "Göran", "Çağla", "Søren", "Inês", "Zdeněk", "Mária", "Þóra"],
    family: [
      "Müller",
      "Lefèvre",
      "Muñoz",
      "Wójcik",
      "Åström",
      "Yıldız",
      "Kjær",
      "Gonçalves",
      "Dvořák",
      "von der Heyde",
    ],
  },
  {
    given: ["Светлана", "Дмитрий", "Анастасия", "Игорь", "Ольга", "Тимур"],
    family: ["Иванова", "Кузнецов", "Соколова", "Щербаков", "Ёлкина", "Ахметов"],
  },
  { given: ["Ελένη", "Γιώργος", "Κατερίνα", "Νίκος"], family: ["Παπαδοπούλου", "Νικολάου", "Ιωάννου", "Αγγελόπουλος"] },
  { given: ["فاطمة", "محمد", "ليلى", "عبد الرحمن", "يوسف"], family: ["الشامسي", "المنصوري", "حداد", "بن سعيد"] },
  { given: ["נועה", "דוד", "תמר", "יונתן"], family: ["כהן", "לוי", "בן־דוד", "פרידמן"] },
  { given: ["伟", "秀英", "建国", "雨桐", "思远"], family: ["王", "李", "欧阳", "张", "司马"] },
  { given: ["さくら", "健太", "陽子", "ハルト"], family: ["佐藤", "高橋", "渡邊", "小林"] },
  { given: ["민준", "서연", "지훈", "하은"], family: ["김", "이", "박", "남궁"] },
  { given: ["สมชาย", "พิมพ์ชนก", "ณัฐวุฒิ"], family: ["ใจดี", "ศรีสุวรรณ", "วงศ์ทองคำ"] },
  { given: ["Thị Hương", "Văn Đức", "Quốc Bảo"], family: ["Nguyễn", "Trần", "Đặng"] },
  { given: ["आरव", "प्रिया", "रोहन"], family: ["शर्मा", "चौधरी", "अय्यर"] },
];

/** Names that break careless code. */
export const HOSTILE_PERSONS: readonly (readonly [firstName: string, lastName: string])[] = [
  ["<img src=x onerror=alert(1)>", "--"],
  ["Robert'); DROP TABLE person;--", `"Bobby" & Sons`],
  ["Nadia \u202Egnp.exe\u202C", "Zero\u200Dwidth\u200Bjoiner\u00A0Space"],
  ["👩🏽‍🚒 Ada", '=HYPERLINK("http://example.invalid")'],
  ["Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe", "x".repeat(160)],
  ["Ḩ̵i̷l̸d̶e̷", "{{constructor.constructor('x')()}} ${7*7}"],
];

/** A name; Latin ones are the most. */
export function nameOf(random: Random): [firstName: string, lastName: string] {
  const folk = FOLKS[random.chance(0.5) ? random.between(0, 1) : random.between(2, FOLKS.length - 1)] ?? FOLKS[0];
  if (!folk) throw new RangeError("no names");
  const given = random.pick(folk.given);
  return [given, random.chance(0.04) ? "--" : random.pick(folk.family)];
}

/** Departments of the small company: name and parent (index into this list, -1 for the root), and their levels. */
export const DEMO_GROUPS: readonly (readonly [name: string, parent: number, levels: readonly string[]])[] = [
  ["Administration", -1, ["Offices"]],
  ["Reception & security", 0, ["Offices", "Warehouse", "Gates"]],
  ["IT", 0, ["Offices", "Server room"]],
  ["Warehouse", -1, ["Warehouse"]],
  ["Drivers", 3, ["Warehouse", "Gates"]],
  ["Склад Новосибирск", -1, ["Новосибирск"]],
  ["上海物流中心", -1, ["Offices"]],
  ["مستودع دبي", -1, ["Dubai annex"]],
];

/** Access levels of the small company: name, schedule, names of doors. */
export const DEMO_LEVELS: readonly (readonly [name: string, schedule: string, doors: readonly string[]])[] = [
  ["Offices", "Weekdays 06:00–20:00", ["Main Door", "Staff Entrance", "Offices 1st Floor"]],
  ["Server room", "All-day", ["Main Door", "Server Room 1"]],
  ["Warehouse", "Shifts", ["Warehouse Wicket", "Cold Store Air Lock", "Forklift Charging"]],
  ["Gates", "All-day", ["North Gate Pedestrian Door", "Main Door"]],
  ["Новосибирск", "All-day", ["Главный вход", "Служебный вход"]],
  ["Dubai annex", "All-day", ["Cửa phụ 👷 số 1", "Main Door"]],
  [`Contractors <b>"night"</b>`, "Nights", ["Fire Exit East", "Warehouse Wicket"]],
];

export const SCHEDULES = ["All-day", "Weekdays 06:00–20:00", "Shifts", "Nights"] as const;
