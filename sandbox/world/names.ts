import type { Random } from "../random";

interface Tongue {
  iana: string;
  sites: readonly string[];
  buildings: readonly string[];
  floor: (n: number) => string;
  zones: readonly string[];
  cameras: readonly string[];
  doors: readonly string[];
}

/** Vocabulary of a site in the scripts a gateway sees; numbers are added where a name is taken. */
const TONGUES: readonly Tongue[] = [
  {
    iana: "Europe/London",
    sites: ["Harbour Campus", "Northfield Plant", "Riverside Depot", "Kingsway Offices", "Airport Logistics Park"],
    buildings: ["Building A", "Building B", "Warehouse", "Gatehouse", "Energy Centre", "Visitor Centre"],
    floor: (n) => (n === 0 ? "Ground Floor" : `Floor ${n}`),
    zones: ["Lobby", "Loading Bays", "Cold Store", "Car Park", "Server Room", "Stairwell East", "Canteen", "Perimeter"],
    cameras: ["Entrance", "Loading Bay", "Corridor", "Lift Lobby", "Turnstile", "Fence Line", "Parking Row", "Roof"],
    doors: ["Main Door", "Staff Entrance", "Fire Exit", "Plant Room", "Archive"],
  },
  {
    iana: "Europe/Berlin",
    sites: ["Werk Süd", "Betriebshof Köln-Mülheim", "Zentrale Straßburg", "Usine de Besançon", "Planta São José"],
    buildings: ["Gebäude 1", "Halle Ost", "Bâtiment Rénové", "Edificio Señalización", "Pförtnerhaus"],
    floor: (n) => (n === 0 ? "Erdgeschoss" : `${n}. Obergeschoss`),
    zones: ["Empfang", "Verladerampe", "Tiefgarage", "Quai de chargement", "Kühlhaus", "Depósito", "Treppenhaus"],
    cameras: ["Zufahrt", "Rampe", "Flur", "Entrée principale", "Portón", "Schranke", "Kühlzelle", "Parkdeck"],
    doors: ["Haupteingang", "Porte de service", "Salida de emergencia", "Schleuse", "Serverraum"],
  },
  {
    iana: "Asia/Novosibirsk",
    sites: ["Склад Новосибирск", "Завод «Заря»", "Офис Невский", "Терминал Юг"],
    buildings: ["Корпус 1", "Корпус Б", "Проходная", "Котельная", "Ангар"],
    floor: (n) => `Этаж ${n + 1}`,
    zones: ["Вестибюль", "Погрузочная площадка", "Парковка", "Серверная", "Периметр", "Лестница"],
    cameras: ["Вход", "Ворота", "Коридор", "Рампа", "Турникет", "Ограждение", "Лифтовый холл"],
    doors: ["Главный вход", "Служебный вход", "Архив", "Пожарный выход"],
  },
  {
    iana: "Europe/Bucharest",
    sites: ["Αποθήκη Πειραιά", "Γραφεία Θεσσαλονίκης", "Εργοστάσιο Βόλου"],
    buildings: ["Κτίριο Α", "Κτίριο Β", "Φυλάκιο", "Υπόστεγο"],
    floor: (n) => (n === 0 ? "Ισόγειο" : `${n}ος όροφος`),
    zones: ["Είσοδος", "Ράμπα φόρτωσης", "Χώρος στάθμευσης", "Ψυγεία"],
    cameras: ["Πύλη", "Διάδρομος", "Ράμπα", "Περίφραξη", "Ασανσέρ"],
    doors: ["Κεντρική πόρτα", "Έξοδος κινδύνου", "Αρχείο"],
  },
  {
    iana: "Asia/Dubai",
    sites: ["مستودع دبي", "مجمع المكاتب", "مصنع الشارقة"],
    buildings: ["المبنى الأول", "المبنى الثاني", "غرفة الحراسة", "الهنجر"],
    floor: (n) => (n === 0 ? "الطابق الأرضي" : `الطابق ${n}`),
    zones: ["الاستقبال", "رصيف التحميل", "موقف السيارات", "غرفة الخوادم"],
    cameras: ["البوابة الرئيسية", "الممر", "رصيف", "السياج", "المصعد"],
    doors: ["الباب الرئيسي", "مخرج الطوارئ", "باب الموظفين"],
  },
  {
    iana: "Asia/Jerusalem",
    sites: ["מרכז לוגיסטי חיפה", "משרדי רמת גן"],
    buildings: ["בניין א", "בניין ב", "מחסן", "עמדת שומר"],
    floor: (n) => (n === 0 ? "קומת קרקע" : `קומה ${n}`),
    zones: ["לובי", "רציף העמסה", "חניון", "חדר שרתים"],
    cameras: ["שער ראשי", "מסדרון", "רציף", "גדר", "מעלית"],
    doors: ["דלת ראשית", "יציאת חירום", "כניסת עובדים"],
  },
  {
    iana: "Asia/Shanghai",
    sites: ["上海物流中心", "深圳工厂", "北京总部"],
    buildings: ["一号楼", "二号楼", "仓库", "门卫室", "动力中心"],
    floor: (n) => `${n + 1}层`,
    zones: ["大堂", "卸货区", "停车场", "机房", "冷库", "周界"],
    cameras: ["东门", "走廊", "装卸平台", "电梯厅", "围墙", "车道"],
    doors: ["正门", "员工通道", "消防出口", "档案室"],
  },
  {
    iana: "Asia/Tokyo",
    sites: ["横浜配送センター", "大阪オフィス"],
    buildings: ["本館", "別館", "倉庫", "守衛所"],
    floor: (n) => `${n + 1}階`,
    zones: ["ロビー", "荷捌き場", "駐車場", "サーバールーム"],
    cameras: ["正面玄関", "廊下", "搬入口", "トラックのりば", "エレベーター", "フェンス"],
    doors: ["正面ドア", "通用口", "非常口"],
  },
  {
    iana: "Asia/Seoul",
    sites: ["인천 물류센터", "서울 본사"],
    buildings: ["본관", "별관", "창고", "경비실"],
    floor: (n) => `${n + 1}층`,
    zones: ["로비", "하역장", "주차장", "서버실"],
    cameras: ["정문", "복도", "하역대", "승강기", "울타리"],
    doors: ["정문 출입구", "직원 출입구", "비상구"],
  },
  {
    iana: "Asia/Bangkok",
    sites: ["คลังสินค้าบางนา", "สำนักงานใหญ่กรุงเทพฯ", "Kho Bình Dương", "Văn phòng Đà Nẵng"],
    buildings: ["อาคาร ก", "อาคาร ข", "Nhà kho số 2", "Tòa nhà chính", "ป้อมยาม"],
    floor: (n) => `Tầng ${n + 1}`,
    zones: ["ล็อบบี้", "ลานจอดรถ", "Bãi đỗ xe", "Khu bốc dỡ", "ห้องเซิร์ฟเวอร์"],
    cameras: ["ประตูหน้า", "ทางเดิน", "Cổng chính", "Hành lang", "Hàng rào", "ท่าขนถ่าย"],
    doors: ["ประตูหลัก", "Cửa chính", "Lối thoát hiểm"],
  },
  {
    iana: "Asia/Kolkata",
    sites: ["मुंबई गोदाम", "दिल्ली कार्यालय", "पुणे कारखाना"],
    buildings: ["भवन १", "भवन २", "गोदाम", "गार्ड रूम"],
    floor: (n) => (n === 0 ? "भूतल" : `मंज़िल ${n}`),
    zones: ["स्वागत कक्ष", "लोडिंग बे", "पार्किंग", "सर्वर रूम"],
    cameras: ["मुख्य द्वार", "गलियारा", "लोडिंग", "बाड़", "लिफ्ट"],
    doors: ["मुख्य दरवाज़ा", "आपात निकास", "कर्मचारी प्रवेश"],
  },
];

/** Names that break careless code; each at most 64 UTF-16 units. */
export const HOSTILE: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  `"quoted" & 'single' <b>bold</b>`,
  "'; DROP TABLE camera; --",
  "Gate \u202Egnp.exe\u202C 7",
  "Família 👨‍👩‍👧‍👦 🚧 Tor",
  "Zero\u200Dwidth\u200Bjoiner\u00A0yard",
  "{{constructor.constructor('x')()}} ${7*7}",
  '=HYPERLINK("http://example.invalid")',
  "../../../../etc/passwd%00.jpg",
  "Z̷a̷l̷g̷o̷ s̷t̷a̷i̷r̷w̷e̷l̷l̷",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterb.",
  "仓库".repeat(32),
];

/** Hands out site names: one tongue per site, a hostile name now and then, never two alike among siblings. */
export class Namer {
  #taken = new Set<string>();

  constructor(
    private readonly random: Random,
    private readonly hostileShare: number,
  ) {}

  /** Tongues take turns, so that every script is there. */
  tongue(site: number): number {
    return site % TONGUES.length;
  }

  zoneOf(tongue: number): string {
    return this.#of(tongue).iana;
  }

  /** An area name for a depth: 0 site, 1 building, 2 floor, 3 and below zone. */
  area(tongue: number, depth: number, parentId: string): string {
    const words = this.#of(tongue);
    if (depth === 0) return this.#free(this.random.pick(words.sites), parentId);
    if (depth === 1) return this.#free(this.random.pick(words.buildings), parentId);
    if (depth === 2) return this.#free(words.floor(this.random.between(0, 6)), parentId);
    return this.#free(this.random.pick(words.zones), parentId);
  }

  camera(tongue: number, areaId: string): string {
    return this.#free(this.random.pick(this.#of(tongue).cameras), `camera ${areaId}`);
  }

  door(tongue: number, areaId: string): string {
    return this.#free(this.random.pick(this.#of(tongue).doors), `door ${areaId}`);
  }

  device(wanted: string): string {
    return this.#free(wanted, "device");
  }

  #of(tongue: number): Tongue {
    const words = TONGUES[tongue];
    if (!words) throw new RangeError(`no tongue ${tongue}`);
    return words;
  }

  #free(wanted: string, scope: string): string {
    const base = this.random.chance(this.hostileShare) ? this.random.pick(HOSTILE) : wanted;
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? "" : ` ${String(n).padStart(2, "0")}`;
      const name = base.slice(0, 64 - suffix.length) + suffix;
      const key = `${scope}\n${name}`;
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return name;
    }
  }
}
