import { createFirstAdministrator } from "@/lib/auth/accounts";
import { SetUp } from "./schema";

export { demoAccounts, ensureAdminFromSettings, ensureDemoAccounts } from "@/lib/auth/accounts";

/** First run: nobody can be signed in yet, so no actor. Throws ConflictError afterwards, ForbiddenError in the sandbox. */
export function setUp(input: SetUp): Promise<{ id: string }> {
  return createFirstAdministrator(SetUp.parse(input));
}
