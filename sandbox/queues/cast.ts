import { Random } from "../random";

/** Who holds a card or has a face at the doors, as door events name them. */
export interface Holder {
  personId: string;
  firstName: string;
  lastName: string;
  /** Path of the department. */
  fullPath: string;
  groupId: string;
  phoneNum: string;
  cardNumber: string;
}

const NAMES = [
  ["Amara", "Okafor", "Logistics"],
  ["Jonas", "Müller", "Logistics/Night shift"],
  ["Светлана", "Иванова", "Склад"],
  ["王", "伟", "上海物流中心"],
  ["Sean", "O'Brien", "Facilities"],
  ["فاطمة", "الزهراء", "دبي"],
  ["Nguyễn", "Thị Hồng Nhung", "Bình Dương"],
  ["Priya", "Raghunathan", "Administration/Finance"],
  ["Dilshod", "Karimov o'g'li", "Logistics"],
  ["Zoë", "van der Berg-Wolfeschlegelsteinhausenbergerdorff", "Administration"],
  ["陳", "美玲", "上海物流中心"],
  ["Κώστας", "Παπαδόπουλος", "Facilities"],
  ["Ivy", "", "Contractors"],
  ["Marek", "Nowák", "Contractors"],
] as const;

/** People to pass the doors while the account has nobody of its own. */
export function fallbackCast(seed: string): readonly Holder[] {
  const random = new Random(`${seed}/cast`);
  return NAMES.map(([firstName, lastName, department]) => ({
    personId: random.digits(18),
    firstName,
    lastName,
    fullPath: `All Departments/${department}`,
    groupId: random.digits(18),
    phoneNum: "",
    cardNumber: random.digits(10),
  }));
}

/** A vehicle on the road, as on-board messages show it. */
export interface Ride {
  id: string;
  plate: string;
  driver: string;
  /** Degrees, north and east positive. */
  latitude: number;
  longitude: number;
  /** Degrees clockwise from north. */
  heading: number;
  speedKmh: number;
}

/** Somewhere on the roads around the demo site. */
export function rideOf(id: string, plate: string, driver: string, random: Random): Ride {
  return {
    id,
    plate,
    driver,
    latitude: 51.4 + random.next() / 5,
    longitude: -0.4 + random.next() / 2,
    heading: random.between(0, 359),
    speedKmh: random.between(0, 92),
  };
}
