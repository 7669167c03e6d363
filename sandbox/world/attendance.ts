import type { Door, Person } from "./person";
import type { World } from "./world";

/** Somebody who is expected at work. */
export interface Employee {
  person: Person;
  groupName: string;
  /** The door they come in by; null for those whom no door knows. */
  entrance: Door | null;
}

/** The persons of the account, in the order in which they came. */
export function employees({ people }: World): Employee[] {
  return [...people.persons.values()].map((person) => ({
    person,
    groupName: people.groups.get(person.groupId)?.name ?? "",
    entrance: people.doorsOf(person)[0] ?? null,
  }));
}
