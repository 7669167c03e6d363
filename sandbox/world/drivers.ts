export interface DriverGroup {
  id: string;
  name: string;
  areaId: string;
}

export interface Driver {
  id: string;
  groupId: string;
  firstName: string;
  lastName: string;
  code: string;
  /** 0 unknown, 1 male, 2 female. */
  gender: number;
  phone: string;
  email: string;
  description: string;
  vehicleIds: string[];
  licence: { no: string; validTime: string; imageKey: string };
  photoKey: string;
  /** The code his face picture ends with on every device; null: it goes well where the device is there. */
  faceError: string | null;
  /** What was applied before anybody looked: 0 not applied, 2 applied. */
  faceBefore: number;
}

/** One face picture on its way to the device of one vehicle. */
export interface FaceJob {
  driverId: string;
  vehicleId: string;
  plate: string;
  deviceSerial: string;
  /** When its result is there, epoch ms. */
  dueAt: number;
  /** Why it fails, null when it succeeds. */
  code: string | null;
}

/** Drivers, their groups, and the face pictures on their way. */
export class Drivers {
  readonly groups = new Map<string, DriverGroup>();
  readonly byId = new Map<string, Driver>();
  readonly tasks = new Map<string, FaceJob[]>();

  /** Where a driver's face picture stands: the jobs of the last task that had him. */
  jobsOf(driverId: string): FaceJob[] {
    const last = [...this.tasks.values()].reverse().find((jobs) => jobs.some((job) => job.driverId === driverId));
    return (last ?? []).filter((job) => job.driverId === driverId);
  }

  /** 0 not applied, 1 applying, 2 applied, 3 failed. */
  faceStatus(driver: Driver, now: number): number {
    const jobs = this.jobsOf(driver.id);
    if (jobs.length === 0) return driver.faceBefore;
    if (jobs.some((job) => job.dueAt > now)) return 1;
    return jobs.some((job) => job.code !== null) ? 3 : 2;
  }
}
