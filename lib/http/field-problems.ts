/** What a schema found wrong, field by field, in the console's words; runs anywhere. */
import type { z } from "zod";
import type { FieldProblem } from "@/lib/errors";

/** One line per issue, naming the field by its path; unknown names get a line each. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[], root = "body"): FieldProblem[] {
  return issues.flatMap((issue): FieldProblem[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        field: [...path, key].join("."),
        message: "This is not known here: leave it out.",
      }));
    }
    return [{ field: path.join(".") || root, message: issue.message }];
  });
}

const expectedWords: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a time",
};

const formatWords: Record<string, string> = {
  email: "Give an e-mail address, such as name@example.com.",
  url: "Give an address that begins with https://.",
  uuid: "Give an id as the console shows it.",
  datetime: "Give a time such as 2026-01-31T08:00:00Z.",
  date: "Give a day such as 2026-01-31.",
};

function sizeWords(origin: string, bound: string, size: number | bigint): string {
  if (origin === "string") return `Give ${bound} ${size} character${Number(size) === 1 ? "" : "s"}.`;
  if (origin === "array" || origin === "set") return `Give ${bound} ${size} entr${Number(size) === 1 ? "y" : "ies"}.`;
  return `Give ${bound} ${size}.`;
}

/** Zod's findings in the console's words; a message written in the schema itself goes first. */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type": {
      const wanted = expectedWords[issue.expected] ?? issue.expected;
      if (issue.input === undefined) return `This is missing: give ${wanted}.`;
      return `Give ${wanted}.`;
    }
    case "too_small":
      return sizeWords(issue.origin, "at least", issue.minimum);
    case "too_big":
      return sizeWords(issue.origin, "at most", issue.maximum);
    case "invalid_format":
      return formatWords[issue.format] ?? "This is not in the expected form.";
    case "invalid_value":
      return `Give one of: ${issue.values.map(String).join(", ")}.`;
    case "not_multiple_of":
      return `Give a multiple of ${issue.divisor}.`;
    default:
      return "This value cannot be used here.";
  }
};
