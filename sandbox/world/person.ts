/** What people are made of. It knows nothing of the world, whose doors it sees as this much of them. */
export interface Door {
  /** The channel's id. */
  id: string;
  linked: boolean;
  device: { id: string; name: string; category: string; timeZoneId: string; online: boolean };
  resource: { id: string; name: string; areaId: string };
}

/** The world as people see it. */
export interface Site {
  readonly seed: string;
  readonly dataset: string;
  /** Of every kind, by id. */
  readonly resources: ReadonlyMap<string, Door>;
  readonly lists: { readonly door: readonly Door[] };
}

/** The department every other one is below. */
export const ROOT_GROUP = "1";

export interface Group {
  id: string;
  name: string;
  /** Empty for the root. */
  parentId: string;
  description: string;
}

export interface Card {
  id: string;
  cardNo: string;
}

export interface Finger {
  id: string;
  name: string;
  /** Hexadecimal. */
  data: string;
}

export interface Photo {
  /** What was uploaded; null for the drawn portraits of the made-up world. */
  bytes: Buffer | null;
  /** Whether doors can make a face model of it. */
  usable: boolean;
}

export interface Person {
  id: string;
  groupId: string;
  code: string;
  firstName: string;
  lastName: string;
  /** 0 female, 1 male, 2 unknown. */
  gender: number;
  phone: string;
  email: string;
  description: string;
  /** Validity, epoch ms. */
  startsAt: number;
  endsAt: number;
  cards: Card[];
  fingers: Finger[];
  pin: string | null;
  photo: Photo | null;
  levelIds: Set<string>;
}

export interface Level {
  id: string;
  name: string;
  remark: string;
  /** 0 made by a user, 1 by the system. */
  usageType: number;
  areaId: string;
  schedule: { id: string; name: string };
  /** Resource ids. */
  doorIds: string[];
}

/** What a remote command left a door in. */
export interface DoorState {
  /** 1 unlocked once, 2 locked, 3 remains unlocked, 4 remains locked. */
  actionType: number;
  direction: number;
  /** Epoch ms. */
  at: number;
}

/** A card or finger that somebody holds to a reader next. */
export interface Presented {
  cardNo?: string;
  fingerQuality?: number;
}
