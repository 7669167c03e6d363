import type { Random } from "../random";

/** People of the company in the scripts a gateway sees: first name, last name, gender (f, m or unknown). */
const PEOPLE: readonly (readonly [first: string, last: string, gender: "f" | "m" | "x"])[] = [
  ["Amara", "Okafor", "f"],
  ["Tomasz", "Wiśniewski", "m"],
  ["Светлана", "Иванова", "f"],
  ["伟", "王", "m"],
  ["فاطمة", "الزهراني", "f"],
  ["Siobhán", "O'Brien", "f"],
  ["Duc", "Nguyễn Văn", "m"],
  ["さくら", "田中", "f"],
  ["민준", "김", "m"],
  ["Ζωή", "Παπαδοπούλου", "f"],
  ["יעל", "כהן", "f"],
  ["สมชาย", "ใจดี", "m"],
  ["प्रिया", "शर्मा", "f"],
  ["José", "Muñoz-Ibáñez", "m"],
  ["Робин", "Ким", "x"],
  ["Ece", "Yıldırım", "f"],
  ["Lars", "Bjørnstad", "m"],
  ["Maria da Conceição", "Albuquerque de Vasconcelos e Souza", "f"],
];
const HOSTILE = ["<b>Bold</b>", "'; DROP TABLE driver; --", '=HYPERLINK("x")', "Zoe\u202Egnp.exe\u202C", "Família 👨‍👩‍👧‍👦"];

interface Name {
  first: string;
  last: string;
  gender: "f" | "m" | "x";
}

/** The n-th person of a list that never ends: the first round as written, then numbered, hostile now and then. */
export function personName(n: number, random: Random): Name {
  const [first = "", last = "", gender = "x"] = PEOPLE[n % PEOPLE.length] ?? [];
  const round = Math.floor(n / PEOPLE.length);
  if (round === 0) return { first, last, gender };
  const surname = random.chance(0.02) ? random.pick(HOSTILE) : last;
  return { first, last: `${surname} ${round + 1}`, gender };
}

/** A mail address nobody has. */
export const mailOf = (n: number) => `person${n + 1}@example.com`;
