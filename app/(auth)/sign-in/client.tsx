"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ApiProblem } from "@/lib/http/fetcher";
import { providerAddress, signIn, signInProblem } from "@/lib/domains/users/queries";
import { SignIn } from "@/lib/domains/users/schema";
import { ProblemNotice } from "../_components/problem-notice";
import { useAuthForm } from "../_components/use-auth-form";
import { CodeForm } from "./_components/code-form";

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
  /** Name of the identity provider, where there is one. */
  provider: string | null;
  /** False: a password is for break-glass accounts alone. */
  passwords: boolean;
  /** next-auth's word for why it came back here. */
  error: string | null;
}

export function SignInForm({ destination, demo, provider, passwords, error }: Props) {
  const [credentials, setCredentials] = useState<SignIn | null>(null);
  const [notice, setNotice] = useState(() => (error === null ? null : signInProblem(error)));
  // A whole new page: nothing that was read for another person stays in memory.
  const enter = () => window.location.assign(destination);
  if (credentials !== null) {
    return (
      <CodeForm
        credentials={credentials}
        onSignedIn={enter}
        onBack={(problem) => {
          setNotice(problem ?? null);
          setCredentials(null);
        }}
      />
    );
  }
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Sign in</h1>
      {provider === null ? null : (
        <ProviderButton name={provider} destination={destination} onProblem={setNotice} primary={!passwords} />
      )}
      <PasswordForm
        demo={demo}
        notice={notice}
        breakGlass={provider !== null && !passwords}
        onSend={() => setNotice(null)}
        onCodeNeeded={setCredentials}
        onSignedIn={enter}
      />
    </>
  );
}

interface ProviderButtonProps {
  name: string;
  destination: string;
  onProblem: (problem: ApiProblem | null) => void;
  primary: boolean;
}

function ProviderButton({ name, destination, onProblem, primary }: ProviderButtonProps) {
  const [busy, setBusy] = useState(false);
  async function go() {
    setBusy(true);
    onProblem(null);
    try {
      window.location.assign(await providerAddress(destination));
    } catch (problem) {
      setBusy(false);
      if (!(problem instanceof ApiProblem)) throw problem;
      onProblem(problem);
    }
  }
  return (
    <Button
      icon={KeyRound}
      variant={primary ? "primary" : "default"}
      className="mb-6 w-full"
      busy={busy}
      busyLabel="Opening"
      onPress={() => void go()}
    >
      Sign in with {name}
    </Button>
  );
}

interface PasswordFormProps {
  demo: readonly DemoChoice[];
  notice: ApiProblem | null;
  breakGlass: boolean;
  onSend: () => void;
  onCodeNeeded: (credentials: SignIn) => void;
  onSignedIn: () => void;
}

function PasswordForm({ demo, notice, breakGlass, onSend, onCodeNeeded, onSignedIn }: PasswordFormProps) {
  const { form, field, problem, busy, alive, submit } = useAuthForm({
    schema: SignIn,
    empty: { email: "", password: "" },
    focusAfter: "password",
    send: async (input) => {
      onSend();
      try {
        await signIn(input);
      } catch (error) {
        if (error instanceof ApiProblem && error.kind === "code-needed") return onCodeNeeded(input);
        throw error;
      }
      onSignedIn();
    },
  });
  return (
    <>
      {breakGlass ? (
        <p className="mb-4 border-t border-line pt-4 text-sm text-fg-soft">
          With a password, only break-glass administrators: for the day the sign-in service is down.
        </p>
      ) : null}
      {/* Action and method count only where scripts do not run: a password must never end in an address. */}
      <form {...form} method="post" action="/api/auth/callback/credentials" className="space-y-4">
        <TextField {...field("email")} label="E-mail" type="email" autoComplete="username" autoFocus={!breakGlass} />
        <TextField {...field("password")} label="Password" type="password" autoComplete="current-password" />
        <ProblemNotice problem={problem ?? (busy ? null : notice)} />
        <Button
          type="submit"
          variant={breakGlass ? "default" : "primary"}
          className="w-full"
          busy={busy}
          busyLabel="Signing in"
          isDisabled={!alive}
        >
          {breakGlass ? "Sign in with a password" : "Sign in"}
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
