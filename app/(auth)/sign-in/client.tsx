"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { signIn, signInProblem } from "@/lib/domains/users/queries";
import { SignIn } from "@/lib/domains/users/schema";
import { ProblemNotice } from "../_components/problem-notice";
import { useAuthForm } from "../_components/use-auth-form";

export interface DemoChoice {
  email: string;
  role: string;
  password: string;
}

interface Props {
  /** Path of this site to go to afterwards. */
  destination: string;
  /** Offered in the sandbox only; empty elsewhere. */
  demo: readonly DemoChoice[];
  /** next-auth's word for why it came back here. */
  error: string | null;
}

export function SignInForm({ destination, demo, error }: Props) {
  const { form, field, problem, busy, alive, submit } = useAuthForm({
    schema: SignIn,
    empty: { email: "", password: "" },
    focusAfter: "password",
    send: async (input) => {
      await signIn(input);
      // A whole new page: nothing that was read for another person stays in memory.
      window.location.assign(destination);
    },
  });
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Sign in</h1>
      {/* Action and method count only where scripts do not run: a password must never end in an address. */}
      <form {...form} method="post" action="/api/auth/callback/credentials" className="space-y-4">
        <TextField {...field("email")} label="E-mail" type="email" autoComplete="username" autoFocus />
        <TextField {...field("password")} label="Password" type="password" autoComplete="current-password" />
        <ProblemNotice problem={problem ?? (error === null || busy ? null : signInProblem(error))} />
        <Button
          type="submit"
          variant="primary"
          className="w-full"
          busy={busy}
          busyLabel="Signing in"
          isDisabled={!alive}
        >
          Sign in
        </Button>
      </form>
      {demo.length === 0 ? null : (
        <section aria-labelledby="demo" className="mt-8 border-t border-line pt-4">
          <h2 id="demo" className="text-sm font-semibold">
            Sandbox: sign in as
          </h2>
          <p className="mt-1 text-xs text-fg-faint">Nothing here reaches a real device.</p>
          <ul className="mt-3 grid grid-cols-2 gap-2">
            {demo.map(({ email, role, password }) => (
              <li key={email}>
                <Button className="w-full" isDisabled={!alive || busy} onPress={() => void submit({ email, password })}>
                  {role.charAt(0).toUpperCase() + role.slice(1)}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
