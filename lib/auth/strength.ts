/** How hard a password is to guess, by zxcvbn; on the server alone, for its dictionaries weigh megabytes. */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { InvalidInputError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/process";

/** Of 0 to 4: safely unguessable even for somebody who has the hash. */
export const STRENGTH_NEEDED = 3;

const why: Record<string, string> = {
  straightRow: "A row of keys is easy to guess.",
  keyPattern: "A pattern on the keyboard is easy to guess.",
  simpleRepeat: "A repeated character is easy to guess.",
  extendedRepeat: "Repeated characters are easy to guess.",
  sequences: "A sequence such as abc or 6543 is easy to guess.",
  recentYears: "A recent year is easy to guess.",
  dates: "A date is easy to guess.",
  topTen: "This is one of the most used passwords.",
  topHundred: "This is one of the most used passwords.",
  common: "This password is often used.",
  similarToCommon: "This is close to a password that is often used.",
  wordByItself: "A single word is easy to guess.",
  namesByThemselves: "A name is easy to guess.",
  commonNames: "Names are easy to guess.",
  userInputs: "Your name, your e-mail and the product's name are easy to guess.",
};

const instead: Record<string, string> = {
  l33t: "Signs in place of letters help little.",
  reverseWords: "A word read backwards helps little.",
  allUppercase: "Capital letters throughout help little.",
  capitalization: "A capital letter at the start helps little.",
  repeated: "Leave out what repeats.",
};

const ADVICE = "Add words that do not belong together.";

/** Said of a password that stands in the list as it is, whatever its length makes of it. */
const LISTED = "This password is in the list of the ones used most, which is what attackers try first.";

interface Checker {
  check: ZxcvbnFactory["check"];
  /** Lower case, the most used first. */
  listed: ReadonlySet<string>;
}

async function load(): Promise<Checker> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const factory = new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return {
    check: (...given) => factory.check(...given),
    listed: new Set(common.dictionary["passwords-common"].map(String)),
  };
}

/** Words that are about the person or the product, whole and in parts. */
function ownWords(about: readonly string[]): string[] {
  const parts = about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set([...parts, "gatehouse"].map((part) => part.toLowerCase()))].filter((part) => part.length > 2);
}

/** Null when it is strong enough, else why not and what to do. `about`: name and e-mail of its owner. */
export async function weakness(password: string, about: readonly string[]): Promise<string | null> {
  const checker = await oncePerProcess("auth.strength", load);
  if (checker.listed.has(password.toLowerCase())) return `${LISTED} ${ADVICE}`;
  const { score, feedback } = checker.check(password, ownWords(about));
  if (score >= STRENGTH_NEEDED) return null;
  const reason = why[feedback.warning ?? ""] ?? "This password is easy to guess.";
  const hints = feedback.suggestions.flatMap((name) => instead[name] ?? []);
  return [reason, ...hints.slice(0, 1), ADVICE].join(" ");
}

/** Throws InvalidInputError on `field` unless the password is strong enough. */
export async function requireStrong(password: string, about: readonly string[], field = "password"): Promise<void> {
  const message = await weakness(password, about);
  if (message === null) return;
  throw new InvalidInputError("This password is easy to guess.", {
    remedy: "Choose another one.",
    fields: [{ field, message }],
  });
}
