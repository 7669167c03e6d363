import { Queues } from "../queues/queues";
import type { Random } from "../random";
import { Uploads } from "../uploads";
import { AlarmHistory } from "./alarm-history";
import { Clips } from "./clips";
import { Drivers } from "./drivers";
import type { VehicleFacts } from "./fleet";
import { Intercom } from "./intercom";
import { Outages } from "./outages";
import { Passes } from "./passes";
import { People } from "./people";
import { Heads } from "./ptz";
import { AlarmRules } from "./rules";

export type Dataset = "small" | "large" | "huge";
export type Kind = "camera" | "door" | "alarmInput" | "alarmOutput";
export const KINDS: readonly Kind[] = ["camera", "door", "alarmInput", "alarmOutput"];

/** The node every first-level area hangs under. */
export const ROOT = "-1";

export interface Area {
  id: string;
  name: string;
  parentId: string;
}

export interface Device {
  id: string;
  name: string;
  category: string;
  type: string;
  serialNo: string;
  version: string;
  timeZoneId: string;
  online: boolean;
  /** Stream encryption: its pictures cannot be decoded without the verification code. */
  encrypted: boolean;
  verifyCode: string;
  addTime: string;
  channels: Channel[];
  /** The vehicle an on-board device sits in. */
  vehicleId: string | null;
}

/** A physical channel. It shows up in searches only while it is imported as a resource of an area. */
export interface Channel {
  id: string;
  no: number;
  kind: Kind;
  name: string;
  device: Device;
  /** The channel's own link; what clients see is `isOnline`. */
  linked: boolean;
  abilitySet: string;
  /** Alarm inputs: triggered. Alarm outputs: switched on. */
  active: boolean;
  resource: { id: string; name: string; areaId: string } | null;
  /** Epoch ms of the last thumbnail, null when none was ever taken. */
  pictureAt: number | null;
}

/** A channel known to be imported. */
export type Imported = Channel & { resource: NonNullable<Channel["resource"]> };

/** A device waiting in its box: what `devices/add` can find. */
export interface Boxed {
  serialNo: string;
  verifyCode: string;
  category: string;
  type: string;
  cameras: number;
  doors: number;
  /** The error adding it ends with, "0" when it works. */
  outcome: string;
}

export function isOnline(channel: Channel): boolean {
  return channel.linked && channel.device.online;
}

interface User {
  id: string;
  name: string;
}

/** Everything the account owns, with the indexes a page of 500 needs to be answered at once. */
export class World {
  readonly areas = new Map<string, Area>();
  readonly devices = new Map<string, Device>();
  readonly devicesBySerial = new Map<string, Device>();
  readonly channels = new Map<string, Channel>();
  readonly resources = new Map<string, Imported>();
  readonly lists: Record<Kind, Imported[]> = { camera: [], door: [], alarmInput: [], alarmOutput: [] };
  readonly boxed = new Map<string, Boxed>();
  /** Plates by vehicle id, which is also the id of the vehicle's area. */
  readonly vehicles = new Map<string, string>();
  readonly users: User[] = [];
  readonly people = new People(this);
  readonly intercom = new Intercom(this.people);
  readonly passes = new Passes(this.people);
  /** What is known of vehicles besides their plates, by vehicle id. */
  readonly fleet = new Map<string, VehicleFacts>();
  readonly drivers = new Drivers();
  readonly alarmRules = new AlarmRules();
  readonly alarmHistory = new AlarmHistory();
  readonly clips = new Clips();
  readonly heads = new Heads();
  readonly outages = new Outages();
  readonly uploads = new Uploads();
  readonly queues: Queues;
  /** The moment its stories are told around, epoch ms. */
  madeAt = Date.now();
  #children = new Map<string, Area[]>();

  constructor(
    readonly dataset: Dataset,
    readonly seed: string,
    readonly random: Random,
    readonly systemGuid: string,
  ) {
    this.queues = new Queues(`${seed}/queues/${dataset}`);
  }

  childrenOf(parentId: string): readonly Area[] {
    return this.#children.get(parentId) ?? [];
  }

  addArea(name: string, parentId: string, id = this.random.hex(32)): Area {
    const area = { id, name, parentId };
    this.areas.set(id, area);
    this.#siblings(parentId).push(area);
    return area;
  }

  moveArea(area: Area, parentId: string): void {
    this.#leave(area);
    area.parentId = parentId;
    this.#siblings(parentId).push(area);
  }

  /** Removes an area, all below it, and every resource in them (the channels stay on their devices). */
  removeArea(area: Area): void {
    const gone = this.below(area.id);
    this.#leave(area);
    for (const id of gone) {
      this.areas.delete(id);
      this.vehicles.delete(id);
      this.fleet.delete(id);
      this.#children.delete(id);
    }
    const lost = [...this.resources.values()].filter((channel) => gone.has(channel.resource.areaId));
    this.removeResources(lost);
  }

  /** The area and every area below it. */
  below(areaId: string): Set<string> {
    const found = new Set([areaId]);
    for (const id of found) for (const child of this.childrenOf(id)) found.add(child.id);
    return found;
  }

  /** Areas from the first level down to this one. */
  pathOf(area: Area): Area[] {
    const path = [area];
    for (let above = this.areas.get(area.parentId); above; above = this.areas.get(above.parentId)) path.unshift(above);
    return path;
  }

  addDevice(device: Omit<Device, "id" | "channels" | "vehicleId">): Device {
    const made: Device = { ...device, id: this.random.hex(32), channels: [], vehicleId: null };
    const added = this.outages.watch(made, "online");
    this.devices.set(added.id, added);
    this.devicesBySerial.set(added.serialNo, added);
    return added;
  }

  removeDevice(device: Device): void {
    this.removeResources(device.channels.filter(isImported));
    for (const channel of device.channels) this.channels.delete(channel.id);
    this.devices.delete(device.id);
    this.devicesBySerial.delete(device.serialNo);
  }

  addChannel(device: Device, kind: Kind, no: number, name: string, abilitySet = ""): Channel {
    const id = kind === "door" ? this.random.digits(18) : this.random.hex(32);
    const channel: Channel = {
      id,
      no,
      kind,
      name,
      device,
      linked: true,
      abilitySet,
      active: false,
      resource: null,
      pictureAt: null,
    };
    this.outages.watch(channel, "linked");
    device.channels.push(channel);
    this.channels.set(id, channel);
    return channel;
  }

  /** Makes a channel a resource of an area. */
  importChannel(channel: Channel, areaId: string, name: string): Imported {
    channel.resource = { id: this.random.hex(32), name, areaId };
    const imported = channel as Imported;
    this.resources.set(channel.resource.id, imported);
    this.lists[channel.kind].push(imported);
    return imported;
  }

  removeResources(channels: readonly Imported[]): void {
    const gone = new Set<Channel>(channels);
    for (const kind of new Set(channels.map((channel) => channel.kind))) {
      this.lists[kind] = this.lists[kind].filter((channel) => !gone.has(channel));
    }
    for (const channel of channels) {
      this.resources.delete(channel.resource.id);
      (channel as Channel).resource = null;
    }
  }

  #siblings(parentId: string): Area[] {
    let siblings = this.#children.get(parentId);
    if (!siblings) this.#children.set(parentId, (siblings = []));
    return siblings;
  }

  #leave(area: Area): void {
    const left = this.childrenOf(area.parentId).filter((sibling) => sibling !== area);
    this.#children.set(area.parentId, left);
  }
}

export function isImported(channel: Channel): channel is Imported {
  return channel.resource !== null;
}
