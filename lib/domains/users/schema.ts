import { z } from "zod";
import { emailField, nameField, newPasswordField } from "@/lib/auth/policy";
import type { Permission } from "@/lib/auth/roles";

/** The first administrator, as the set-up page sends it. */
export const SetUp = z.object({ email: emailField, name: nameField, password: newPasswordField });
export type SetUp = z.infer<typeof SetUp>;

/** What the sign-in page asks before it sends anything; whether it is right is the server's to say. */
export const SignIn = z.object({ email: emailField, password: z.string().min(1, "Type your password.") });
export type SignIn = z.infer<typeof SignIn>;

/** The second step of signing in, where an account has one. */
export const SignInCode = z.object({
  code: z.string().trim().min(6, "Type the six digits your app shows, or a recovery code.").max(40),
});
export type SignInCode = z.infer<typeof SignInCode>;

/** Who is signed in, and what the console may show them. */
export interface SessionInfo {
  user: { id: string; name: string; email: string; role: string };
  permissions: readonly Permission[];
  mode: "sandbox" | "live";
}
