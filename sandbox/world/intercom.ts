/** A building with rooms; both are made in the vendor's portal only. */
export interface Building {
  id: string;
  name: string;
  areaId: string;
  deviceNames: string[];
}

export interface Room {
  id: string;
  name: string;
  number: number;
  buildId: string;
  /** How many residents it takes. */
  capacity: number;
}

/** A person who lives, or lived, in rooms. Times are epoch ms. */
export interface Resident {
  id: string;
  personCode: string;
  groupId: string;
  firstName: string;
  lastName: string;
  /** 0 female, 1 male, 2 unknown. */
  gender: number;
  phone: string;
  email: string;
  description: string;
  startDate: number;
  endDate: number;
  accessLevelIds: string[];
  language: string;
  /** Room id to account type: 1 householder, 0 family. */
  rooms: Map<string, number>;
}

/** A call of a door station. It is given up after a minute of ringing. */
export interface Call {
  id: string;
  deviceSerial: string;
  roomId: string;
  state: "ringing" | "answered" | "declined" | "cancelled" | "ended";
  startedAt: number;
  answeredBy: string | null;
}

const RINGING_MS = 60_000;

/** Buildings, rooms, who lives there, and who is at the door. */
export class Intercom {
  readonly buildings = new Map<string, Building>();
  readonly rooms = new Map<string, Room>();
  readonly residents = new Map<string, Resident>();
  readonly calls = new Map<string, Call>();

  /** Everybody in a room, as of now. */
  residentsOf(roomId: string): Resident[] {
    return [...this.residents.values()].filter((resident) => resident.rooms.has(roomId));
  }

  /** Everybody by room: for lists, where asking for each room takes too long. */
  occupants(): Map<string, Resident[]> {
    const byRoom = new Map<string, Resident[]>();
    for (const resident of this.residents.values()) {
      for (const roomId of resident.rooms.keys()) byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), resident]);
    }
    return byRoom;
  }

  householderOf(roomId: string): Resident | undefined {
    return this.residentsOf(roomId).find((resident) => resident.rooms.get(roomId) === 1);
  }

  /** The state of a call at a moment: nobody rings for longer than a minute. */
  stateOf(call: Call, now: number): Call["state"] {
    if (call.state === "ringing" && now - call.startedAt >= RINGING_MS) call.state = "cancelled";
    return call.state;
  }
}
