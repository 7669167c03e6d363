/** Areas of the small world: name and parent (index into this list, -1 for the first level). */
export const DEMO_AREAS: readonly (readonly [name: string, parent: number])[] = [
  ["Harbour Campus", -1],
  ["Building A – Administration", 0],
  ["Ground Floor Lobby", 1],
  ["1st Floor Offices", 1],
  ["Server Rooms", 1],
  ["Building B – Warehouse", 0],
  ["Loading Bays", 5],
  ["Cold Store", 5],
  ["High-Bay Racking", 5],
  ["Perimeter", 0],
  ["North Gate", 9],
  ["Car Park West", 9],
  ["Склад Новосибирск", -1],
  ["Проходная", 12],
  ["Погрузочная площадка", 12],
  ["上海物流中心", -1],
  ["一号楼 大堂", 15],
  ["卸货区", 15],
  ["مستودع دبي", -1],
  ['Annex <img src=x onerror=alert(1)> "East"', 18],
];

interface DemoDevice {
  name: string;
  category: "encodingDevice" | "accessControllerDevice" | "videoIntercomDevice" | "alarmDevice";
  type: string;
  zone: string;
  cameras?: readonly (readonly [name: string, area: number])[];
  /** Camera channels of the device that are in no area yet. */
  spare?: number;
  doors?: readonly (readonly [name: string, area: number])[];
  inputs?: readonly (readonly [name: string, area: number])[];
  outputs?: readonly (readonly [name: string, area: number])[];
  encrypted?: true;
  offline?: true;
}

/** Devices of the small world: 40 cameras, 12 doors, a handful of names that break careless code. */
export const DEMO_DEVICES: readonly DemoDevice[] = [
  {
    name: "NVR Administration",
    category: "encodingDevice",
    type: "DS-7716NXI-I4/S",
    zone: "Europe/London",
    cameras: [
      ["Main Entrance", 2],
      ["Reception Desk", 2],
      ["Lift Lobby", 2],
      ["Visitor Turnstile", 2],
      ["Corridor East", 3],
      ["Corridor West", 3],
      ["Open-plan Office North", 3],
      ["Stairwell – O'Brien's Café", 3],
    ],
    spare: 4,
    inputs: [
      ["Panic button reception", 2],
      ["Glass break lobby", 2],
      ["Roof hatch", 3],
      ["UPS fault", 4],
    ],
    outputs: [
      ["Siren lobby", 2],
      ["Beacon reception", 2],
    ],
  },
  {
    name: "NVR Warehouse",
    category: "encodingDevice",
    type: "DS-9632NI-I8",
    zone: "Europe/London",
    cameras: [
      ["Loading Bay 1", 6],
      ["Loading Bay 2", 6],
      ["Loading Bay 3", 6],
      ["Dock Leveller", 6],
      ["Racking Aisle 1", 8],
      ["Racking Aisle 2", 8],
      ["Packing Line", 8],
    ],
    spare: 8,
    inputs: [
      ["Smoke beam aisle 2", 8],
      ["Bay 3 shutter contact", 6],
    ],
    outputs: [["Dock lights", 6]],
  },
  {
    name: "NVR Perimeter",
    category: "encodingDevice",
    type: "DS-7608NXI-K2/8P",
    zone: "Europe/London",
    cameras: [
      ["North Gate – Barrier", 10],
      ["North Gate – Pedestrians", 10],
      ["Fence Line 1", 9],
      ["Fence Line 2", 9],
      ["Πύλη προβλήτας", 9],
    ],
    inputs: [["Gate intrusion loop", 10]],
    outputs: [["Floodlights north", 10]],
  },
  {
    name: "Car park dome",
    category: "encodingDevice",
    type: "DS-2DE4425IWG-E",
    zone: "Europe/London",
    cameras: [["Car Park Overview (PTZ)", 11]],
    offline: true,
  },
  {
    name: "Car park entry",
    category: "encodingDevice",
    type: "iDS-2CD7A46G0/P-IZHSY",
    zone: "Europe/London",
    cameras: [["Car Park Entry – Plates", 11]],
  },
  {
    name: "Server room 1",
    category: "encodingDevice",
    type: "DS-2CD2386G2-IU",
    zone: "Europe/London",
    cameras: [["Server Room 1 (encrypted)", 4]],
    encrypted: true,
  },
  {
    name: "Server room 2",
    category: "encodingDevice",
    type: "DS-2CD2386G2-IU",
    zone: "Europe/London",
    cameras: [["Server Room 2 (encrypted)", 4]],
    encrypted: true,
  },
  {
    name: "Cold store dome",
    category: "encodingDevice",
    type: "DS-2CD2146G2-I",
    zone: "Europe/London",
    cameras: [["Cold Store −25 °C", 7]],
    encrypted: true,
  },
  {
    name: "Регистратор склада",
    category: "encodingDevice",
    type: "DS-7608NI-K2",
    zone: "Asia/Novosibirsk",
    cameras: [
      ["Ворота въезд", 13],
      ["Турникет проходной", 13],
      ["Рампа 1", 14],
      ["Рампа 2", 14],
    ],
    inputs: [["Датчик дыма", 14]],
    outputs: [["Сирена", 13]],
  },
  {
    name: "上海录像机",
    category: "encodingDevice",
    type: "DS-8616NXI-I8",
    zone: "Asia/Shanghai",
    cameras: [
      ["大堂 正门", 16],
      ["大堂 电梯厅", 16],
      ["装卸平台一", 17],
      ["装卸平台二", 17],
      ["荷捌き場（横浜便）", 17],
      ["하역장 4", 17],
    ],
  },
  {
    name: "مسجل دبي",
    category: "encodingDevice",
    type: "DS-7608NI-Q2",
    zone: "Asia/Dubai",
    cameras: [
      ["البوابة الرئيسية", 18],
      ["رصيف التحميل ٢", 18],
      ["שער צפוני", 18],
      ["ประตูหลังคลัง", 19],
      ["गोदाम द्वार '; DROP TABLE camera; --", 19],
    ],
  },
  {
    name: "Doors Administration",
    category: "accessControllerDevice",
    type: "DS-K2604T",
    zone: "Europe/London",
    doors: [
      ["Main Door", 2],
      ["Staff Entrance", 2],
      ["Offices 1st Floor", 3],
      ["Server Room 1", 4],
    ],
  },
  {
    name: "Doors Warehouse",
    category: "accessControllerDevice",
    type: "DS-K2604T",
    zone: "Europe/London",
    doors: [
      ["Warehouse Wicket", 6],
      ["Cold Store Air Lock", 7],
      ["Forklift Charging", 8],
      ["Fire Exit East", 8],
    ],
  },
  {
    name: "Двери проходной",
    category: "accessControllerDevice",
    type: "DS-K2602T",
    zone: "Asia/Novosibirsk",
    doors: [
      ["Главный вход", 13],
      ["Служебный вход", 13],
    ],
  },
  {
    name: "North Gate intercom",
    category: "videoIntercomDevice",
    type: "DS-KD8003-IME1",
    zone: "Europe/London",
    doors: [["North Gate Pedestrian Door", 10]],
  },
  {
    name: "Cổng phụ Bình Dương",
    category: "videoIntercomDevice",
    type: "DS-KV8113-WME1",
    zone: "Asia/Bangkok",
    doors: [["Cửa phụ 👷 số 1", 19]],
    offline: true,
  },
  {
    name: "Alarm panel campus",
    category: "alarmDevice",
    type: "DS-PWA96-M-WE",
    zone: "Europe/London",
    inputs: [
      ["Zone 1 – Offices", 3],
      ["Zone 2 – Archive", 3],
      ["Zone 3 – Warehouse roof", 5],
      ["Zone 4 – Fence", 9],
    ],
    outputs: [["Campus siren", 0]],
  },
];
