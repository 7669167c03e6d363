import { Applications } from "./applications";
import { Swipes } from "./swipes";
import { Random } from "../random";
import type { Door, DoorState, Group, Level, Person, Presented, Site } from "./person";

/** Everybody the account knows, what they hold, and what they did at the doors. */
export class People {
  readonly groups = new Map<string, Group>();
  readonly persons = new Map<string, Person>();
  readonly levels = new Map<string, Level>();
  /** Door states by resource id; a door nobody commanded has none. */
  readonly doorStates = new Map<string, DoorState>();
  readonly presented: Presented[] = [];
  readonly applications = new Applications(this);
  readonly swipes = new Swipes(this);
  #random: Random | null = null;

  constructor(readonly site: Site) {}

  /** Numbers of their own, so that nothing else in the world changes with people. */
  get random(): Random {
    return (this.#random ??= new Random(`${this.site.seed}/people/${this.site.dataset}`));
  }

  addGroup(name: string, parentId: string, description = "", id = this.random.digits(18)): Group {
    const group = { id, name, parentId, description };
    this.groups.set(id, group);
    return group;
  }

  childrenOf(groupId: string): Group[] {
    return [...this.groups.values()].filter((group) => group.parentId === groupId);
  }

  /** Names from the root down, parted by slashes. */
  pathOf(groupId: string): string {
    const names: string[] = [];
    for (let at = this.groups.get(groupId); at; at = this.groups.get(at.parentId)) names.unshift(at.name);
    return names.join("/");
  }

  addPerson(person: Omit<Person, "id" | "cards" | "fingers" | "pin" | "photo" | "levelIds">): Person {
    const id = this.random.digits(18);
    const added = { ...person, id, cards: [], fingers: [], pin: null, photo: null, levelIds: new Set<string>() };
    this.persons.set(id, added);
    return added;
  }

  removePerson(person: Person): void {
    this.persons.delete(person.id);
    this.applications.forget(person);
  }

  holderOf(cardNo: string): Person | undefined {
    return this.#find((person) => person.cards.some((card) => card.cardNo === cardNo));
  }

  /** Whoever else answers to the test. */
  another(than: Person | null, test: (person: Person) => boolean): boolean {
    return this.#find((person) => person !== than && test(person)) !== undefined;
  }

  addLevel(level: Omit<Level, "id">): Level {
    const added = { ...level, id: this.random.digits(18) };
    this.levels.set(added.id, added);
    return added;
  }

  removeLevel(level: Level): void {
    this.levels.delete(level.id);
    for (const person of this.persons.values()) person.levelIds.delete(level.id);
  }

  /** The doors a level opens, as far as they are still there. */
  doorsOfLevel(level: Level): Door[] {
    return level.doorIds.flatMap((id) => this.site.resources.get(id) ?? []);
  }

  /** The doors a person's levels open, each once. */
  doorsOf(person: Person): Door[] {
    const doors = new Set<Door>();
    for (const id of person.levelIds) {
      const level = this.levels.get(id);
      if (level) for (const door of this.doorsOfLevel(level)) doors.add(door);
    }
    return [...doors];
  }

  #find(test: (person: Person) => boolean): Person | undefined {
    for (const person of this.persons.values()) if (test(person)) return person;
    return undefined;
  }
}
